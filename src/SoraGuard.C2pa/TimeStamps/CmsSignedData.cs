using System.Formats.Asn1;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>
/// A signed CMS message with its content inside (RFC 5652 §5.1): <code>SEQUENCE { signedData, [0] SEQUENCE { version, digests,
/// SEQUENCE { type, [0] OCTET STRING }, [0] certificates, [1] revocation lists, signers } }</code>
/// BER is accepted around the parts, which are DER where signatures cover them.
/// </summary>
internal sealed record CmsSignedData
{
    private const string SignedDataOid = "1.2.840.113549.1.7.2";
    private const int CertificatesTag = 0, RevocationListsTag = 1;

    public required string ContentType { get; init; }

    public required ReadOnlyMemory<byte> Content { get; init; }

    public required IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; init; }

    public required IReadOnlyList<CmsSignerInfo> Signers { get; init; }

    /// <exception cref="AsnContentException">Not such a message.</exception>
    /// <exception cref="C2paFormatException">Not such a message, or one over a limit.</exception>
    public static CmsSignedData Parse(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.BER);
        var contentInfo = reader.ReadSequence();
        if (contentInfo.ReadObjectIdentifier() != SignedDataOid)
            throw new C2paFormatException("A time-stamp token is no signed CMS message");
        var signedData = contentInfo.ReadSequence(ContextTag(0)).ReadSequence();
        signedData.ReadInteger();
        signedData.ReadSetOf();
        var encapsulated = signedData.ReadSequence();
        var contentType = encapsulated.ReadObjectIdentifier();
        var content = encapsulated.ReadSequence(ContextTag(0)).ReadOctetString();
        var certificates = ReadCertificates(signedData);
        if (HasTag(signedData, RevocationListsTag))
            signedData.ReadEncodedValue();
        var signers = new List<CmsSignerInfo>();
        for (var set = signedData.ReadSetOf(); set.HasData;)
            signers.Add(CmsSignerInfo.Read(set));
        return new CmsSignedData { ContentType = contentType, Content = content, Certificates = certificates, Signers = signers };
    }

    /// <summary>X.509 certificates; attribute certificates and other kinds are passed over.</summary>
    private static List<ReadOnlyMemory<byte>> ReadCertificates(AsnReader signedData)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        if (!HasTag(signedData, CertificatesTag))
            return certificates;
        for (var set = signedData.ReadSetOf(ContextTag(CertificatesTag)); set.HasData;)
        {
            var isCertificate = set.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence);
            var value = set.ReadEncodedValue();
            if (isCertificate)
                certificates.Add(value);
            if (certificates.Count > TimeStampLimits.MaxCertificates)
                throw new C2paFormatException($"A time-stamp token with more than {TimeStampLimits.MaxCertificates} certificates");
        }
        return certificates;
    }

    private static bool HasTag(AsnReader reader, int number) => reader.HasData && reader.PeekTag().HasSameClassAndValue(ContextTag(number));

    private static Asn1Tag ContextTag(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
