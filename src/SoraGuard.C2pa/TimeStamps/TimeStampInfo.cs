using System.Formats.Asn1;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>
/// What a time-stamp authority states (RFC 3161 §2.4.2): <code>SEQUENCE { version, policy, SEQUENCE { hash algorithm, hash }, serial,
/// time, accuracy?, ordering?, nonce?, [0] authority?, [1] extensions? }</code>
/// </summary>
internal sealed record TimeStampInfo
{
    public const string ContentType = "1.2.840.113549.1.9.16.1.4";

    /// <summary>Object identifier of the hash algorithm of <see cref="Imprint"/>.</summary>
    public required string ImprintAlgorithm { get; init; }

    /// <summary>Hash of what was stamped.</summary>
    public required ReadOnlyMemory<byte> Imprint { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>As in the request, big-endian; null where there was none.</summary>
    public ReadOnlyMemory<byte>? Nonce { get; init; }

    public static TimeStampInfo Parse(ReadOnlyMemory<byte> encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        if (reader.ReadInteger() != 1)
            throw new C2paFormatException("A time-stamp of unknown version");
        reader.ReadObjectIdentifier();
        var imprint = reader.ReadSequence();
        var info = new TimeStampInfo
        {
            ImprintAlgorithm = AlgorithmIdentifier.Read(imprint).Oid,
            Imprint = imprint.ReadOctetString(),
            Time = ReadTime(reader),
        };
        while (reader.HasData)
        {
            if (reader.PeekTag() == Asn1Tag.Integer)
                info = info with { Nonce = reader.ReadIntegerBytes() };
            else
                reader.ReadEncodedValue();
        }
        return info;
    }

    private static DateTimeOffset ReadTime(AsnReader reader)
    {
        reader.ReadIntegerBytes(); // The serial number, which only the authority has a use for.
        return reader.ReadGeneralizedTime();
    }
}
