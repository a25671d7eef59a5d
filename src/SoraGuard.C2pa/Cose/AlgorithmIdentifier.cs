using System.Formats.Asn1;

namespace SoraGuard.C2pa.Cose;

/// <summary>An algorithm and its parameters, still encoded (RFC 5280 §4.1.1.2); null where there are none.</summary>
internal sealed record AlgorithmIdentifier(string Oid, ReadOnlyMemory<byte>? Parameters)
{
    public static AlgorithmIdentifier Read(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var oid = sequence.ReadObjectIdentifier();
        var parameters = sequence.HasData ? sequence.ReadEncodedValue() : default(ReadOnlyMemory<byte>?);
        sequence.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(oid, parameters);
    }

    public bool Matches(AlgorithmIdentifier other) =>
        Oid == other.Oid && Parameters.GetValueOrDefault().Span.SequenceEqual(other.Parameters.GetValueOrDefault().Span);
}
