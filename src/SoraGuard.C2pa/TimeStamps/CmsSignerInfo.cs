using System.Formats.Asn1;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.TimeStamps;

/// <summary>
/// Who signed a CMS message, and how (RFC 5652 §5.3): <code>SEQUENCE { version, signer, digest, [0] signed attributes, algorithm,
/// signature, [1] unsigned attributes }</code>
/// </summary>
internal sealed record CmsSignerInfo
{
    private static readonly Asn1Tag KeyIdentifierTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag SignedAttributesTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Encoded name and serial number of the signer's certificate; null where it is named by its key.</summary>
    public (ReadOnlyMemory<byte> Issuer, ReadOnlyMemory<byte> SerialNumber)? IssuerAndSerial { get; private init; }

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; private init; }

    /// <summary>Object identifier of the digest of content and signed attributes.</summary>
    public required string Digest { get; init; }

    /// <summary>As it is signed, a SET (RFC 5652 §5.4); empty where there are none.</summary>
    public required ReadOnlyMemory<byte> SignedAttributes { get; init; }

    public required AlgorithmIdentifier SignatureAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public static CmsSignerInfo Read(AsnReader reader)
    {
        var info = reader.ReadSequence();
        info.ReadInteger();
        var isByKey = info.PeekTag().HasSameClassAndValue(KeyIdentifierTag);
        var key = isByKey ? info.ReadOctetString(KeyIdentifierTag) : null;
        var name = isByKey ? null : info.ReadSequence();
        var result = new CmsSignerInfo
        {
            IssuerAndSerial = name is null ? null : (name.ReadEncodedValue(), name.ReadIntegerBytes()),
            SubjectKeyIdentifier = key is null ? default(ReadOnlyMemory<byte>?) : key,
            Digest = AlgorithmIdentifier.Read(info).Oid,
            SignedAttributes = info.PeekTag().HasSameClassAndValue(SignedAttributesTag) ? AsSet(info.ReadEncodedValue()) : default,
            SignatureAlgorithm = AlgorithmIdentifier.Read(info),
            Signature = info.ReadOctetString(),
        };
        return result;
    }

    public bool IsOf(Certificate certificate) => IssuerAndSerial is var (issuer, serial)
        ? issuer.Span.SequenceEqual(certificate.Issuer.Span) && serial.Span.SequenceEqual(certificate.SerialNumber.Span)
        : SubjectKeyIdentifier is { } wanted && certificate.Extensions.SubjectKeyIdentifier is { } own && wanted.Span.SequenceEqual(own.Span);

    /// <summary>The one value of a signed attribute; null where it is absent, repeated, or has several.</summary>
    public ReadOnlyMemory<byte>? Attribute(string oid)
    {
        if (SignedAttributes.IsEmpty)
            return null;
        var found = new List<ReadOnlyMemory<byte>>();
        for (var set = new AsnReader(SignedAttributes, AsnEncodingRules.BER).ReadSetOf(); set.HasData;)
        {
            var attribute = set.ReadSequence();
            if (attribute.ReadObjectIdentifier() != oid)
                continue;
            for (var values = attribute.ReadSetOf(); values.HasData;)
                found.Add(values.ReadEncodedValue());
        }
        return found.Count == 1 ? found[0] : default(ReadOnlyMemory<byte>?);
    }

    private static byte[] AsSet(ReadOnlyMemory<byte> implicitlyTagged)
    {
        var set = implicitlyTagged.ToArray();
        set[0] = 0x31;
        return set;
    }
}
