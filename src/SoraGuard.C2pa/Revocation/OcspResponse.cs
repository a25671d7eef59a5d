using System.Formats.Asn1;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Revocation;

/// <summary>
/// A signed OCSP response (RFC 6960 §4.2.1): <code>SEQUENCE { status, [0] SEQUENCE { basic, OCTET STRING { SEQUENCE { SEQUENCE
/// { [0] version?, responder, produced at, entries, [1] extensions? }, algorithm, signature, [0] certificates? } } } }</code>
/// </summary>
internal sealed record OcspResponse
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";
    private const byte Successful = 0;

    private static readonly Asn1Tag ExplicitZero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The part the responder signed.</summary>
    public required ReadOnlyMemory<byte> SignedBytes { get; init; }

    public required AlgorithmIdentifier SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required DateTimeOffset ProducedAt { get; init; }

    public required IReadOnlyList<OcspEntry> Entries { get; init; }

    /// <summary>Of the responder, where it is not the issuer itself.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Certificates { get; init; }

    /// <exception cref="C2paFormatException">Not a successful, well-formed basic response, or one over a limit.</exception>
    public static OcspResponse Parse(ReadOnlyMemory<byte> encoded)
    {
        if (encoded.Length > OcspLimits.MaxResponseBytes)
            throw new C2paFormatException($"An OCSP response of {encoded.Length} bytes; {OcspLimits.MaxResponseBytes} are possible");
        try
        {
            var response = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
            if (response.ReadEnumeratedBytes().Span is not [Successful])
                throw new C2paFormatException("An OCSP response that reports an error");
            var bytes = response.ReadSequence(ExplicitZero).ReadSequence();
            return bytes.ReadObjectIdentifier() == Basic
                ? ParseBasic(bytes.ReadOctetString())
                : throw new C2paFormatException("An OCSP response of an unknown type");
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new C2paFormatException($"An OCSP response is malformed: {e.Message}", inner: e);
        }
    }

    private static OcspResponse ParseBasic(ReadOnlyMemory<byte> encoded)
    {
        var basic = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        var signedBytes = basic.PeekEncodedValue();
        var data = basic.ReadSequence();
        if (data.PeekTag() == ExplicitZero)
            data.ReadEncodedValue();
        data.ReadEncodedValue(); // Who responds: the signature tells it better.
        var producedAt = data.ReadGeneralizedTime();
        var entries = new List<OcspEntry>();
        for (var list = data.ReadSequence(); list.HasData && entries.Count < OcspLimits.MaxEntries;)
            entries.Add(OcspEntry.Read(list));
        return new OcspResponse
        {
            SignedBytes = signedBytes,
            SignatureAlgorithm = AlgorithmIdentifier.Read(basic),
            Signature = Certificate.ReadBits(basic),
            ProducedAt = producedAt,
            Entries = entries,
            Certificates = ReadCertificates(basic),
        };
    }

    private static List<ReadOnlyMemory<byte>> ReadCertificates(AsnReader basic)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        if (!basic.HasData)
            return certificates;
        for (var list = basic.ReadSequence(ExplicitZero).ReadSequence(); list.HasData && certificates.Count < OcspLimits.MaxEntries;)
            certificates.Add(list.ReadEncodedValue());
        return certificates;
    }
}
