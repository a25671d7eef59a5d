using System.Formats.Asn1;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// An X.509 certificate (RFC 5280 §4.1), parsed as DER and no further than C2PA's rules need:
/// <code>
/// SEQUENCE { tbs SEQUENCE { [0] version, serial, signature, issuer, validity, subject, key, [1] [2] unique ids, [3] extensions },
///            algorithm, signature }
/// </code>
/// </summary>
internal sealed record Certificate
{
    private const int VersionTag = 0, IssuerUniqueIdTag = 1, SubjectUniqueIdTag = 2, ExtensionsTag = 3;
    private const int TwoDigitYearMax = 2049;

    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The part its issuer signed.</summary>
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    /// <summary>1 to 3.</summary>
    public required int Version { get; init; }

    /// <summary>Big-endian, as encoded: what CMS messages and OCSP responses name the certificate by.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    public required AlgorithmIdentifier SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Distinguished names, still encoded.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    public required ReadOnlyMemory<byte> Subject { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required PublicKeyInfo Key { get; init; }

    public required bool HasUniqueIds { get; init; }

    public required CertificateExtensions Extensions { get; init; }

    public bool IsSelfIssued => Issuer.Span.SequenceEqual(Subject.Span);

    public bool IsValidAt(DateTimeOffset time) => NotBefore <= time && time <= NotAfter;

    /// <exception cref="C2paFormatException">Not a DER certificate, or too large.</exception>
    public static Certificate Parse(ReadOnlyMemory<byte> der)
    {
        if (der.Length > CertificateLimits.MaxCertificateBytes)
            throw new C2paFormatException($"A certificate of {der.Length} bytes; {CertificateLimits.MaxCertificateBytes} are possible");
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var certificate = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var signedBytes = certificate.ReadEncodedValue();
            var algorithm = AlgorithmIdentifier.Read(certificate);
            var signature = ReadBits(certificate);
            certificate.ThrowIfNotEmpty();
            return ParseSigned(der, signedBytes, algorithm, signature);
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or OverflowException)
        {
            throw new C2paFormatException($"A certificate is malformed: {e.Message}", inner: e);
        }
    }

    private static Certificate ParseSigned(
        ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> signedBytes, AlgorithmIdentifier algorithm, ReadOnlyMemory<byte> signature)
    {
        var tbs = new AsnReader(signedBytes, AsnEncodingRules.DER).ReadSequence();
        var version = ReadVersion(tbs);
        var serialNumber = tbs.ReadIntegerBytes();
        if (!AlgorithmIdentifier.Read(tbs).Matches(algorithm))
            throw new C2paFormatException("A certificate names two different signature algorithms");
        var issuer = tbs.ReadEncodedValue();
        var validity = tbs.ReadSequence();
        var (notBefore, notAfter) = (ReadTime(validity), ReadTime(validity));
        var subject = tbs.ReadEncodedValue();
        var key = PublicKeyInfo.Read(tbs);
        var hasUniqueIds = SkipOptional(tbs, IssuerUniqueIdTag) | SkipOptional(tbs, SubjectUniqueIdTag);
        var extensions = ReadExtensions(tbs);
        tbs.ThrowIfNotEmpty();
        return new Certificate
        {
            Raw = raw,
            SignedBytes = signedBytes,
            Version = version,
            SerialNumber = serialNumber,
            SignatureAlgorithm = algorithm,
            Signature = signature,
            Issuer = issuer,
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            Key = key,
            HasUniqueIds = hasUniqueIds,
            Extensions = extensions,
        };
    }

    internal static ReadOnlyMemory<byte> ReadBits(AsnReader reader) =>
        reader.TryReadPrimitiveBitString(out var unusedBits, out var bits) && unusedBits == 0
            ? bits
            : throw new C2paFormatException("A bit string of a certificate is not whole bytes");

    private static int ReadVersion(AsnReader tbs)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, VersionTag, isConstructed: true);
        if (tbs.PeekTag() != tag)
            return 1;
        var version = tbs.ReadSequence(tag);
        var number = version.TryReadInt32(out var n) && n is >= 0 and <= 2 ? n + 1 : throw new C2paFormatException("A certificate of unknown version");
        version.ThrowIfNotEmpty();
        return number;
    }

    private static DateTimeOffset ReadTime(AsnReader validity) =>
        validity.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? validity.ReadUtcTime(TwoDigitYearMax) : validity.ReadGeneralizedTime();

    private static bool SkipOptional(AsnReader tbs, int tagNumber)
    {
        if (!tbs.HasData || !tbs.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, tagNumber)))
            return false;
        tbs.ReadEncodedValue();
        return true;
    }

    private static CertificateExtensions ReadExtensions(AsnReader tbs)
    {
        if (!tbs.HasData)
            return new CertificateExtensions([]);
        var wrapper = tbs.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, ExtensionsTag, isConstructed: true));
        var list = wrapper.ReadSequence();
        wrapper.ThrowIfNotEmpty();
        var extensions = new List<CertificateExtension>();
        while (list.HasData)
        {
            var extension = list.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            var critical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            extensions.Add(new CertificateExtension(oid, critical, extension.ReadOctetString()));
            extension.ThrowIfNotEmpty();
        }
        return new CertificateExtensions(extensions);
    }
}
