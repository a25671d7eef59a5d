using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SoraGuard.C2pa.Cose;

/// <summary>The extensions C2PA's rules look at (RFC 5280 §4.2.1), decoded; a null or an empty list where one is absent.</summary>
internal sealed class CertificateExtensions
{
    private static readonly string[] Understood =
    [
        Oids.SubjectKeyIdentifier, Oids.KeyUsage, Oids.SubjectAlternativeName, Oids.BasicConstraints,
        Oids.CertificatePolicies, Oids.AuthorityKeyIdentifier, Oids.ExtendedKeyUsage,
    ];

    /// <exception cref="C2paFormatException">One extension occurs twice.</exception>
    /// <exception cref="AsnContentException">One is malformed.</exception>
    public CertificateExtensions(IReadOnlyList<CertificateExtension> extensions)
    {
        if (extensions.DistinctBy(e => e.Oid).Count() != extensions.Count)
            throw new C2paFormatException("A certificate has the same extension twice");
        foreach (var extension in extensions)
            Decode(extension);
        // Name constraints and the rest of RFC 5280's policy machinery are critical where they matter: a certificate
        // that depends on a rule this library does not apply is refused.
        UnknownCritical = extensions.FirstOrDefault(e => e.IsCritical && !Understood.Contains(e.Oid))?.Oid;
    }

    public bool IsAuthority { get; private set; }

    /// <summary>Intermediate certificates that may follow below this one; null for any number.</summary>
    public int? PathLength { get; private set; }

    public X509KeyUsageFlags? KeyUsage { get; private set; }

    /// <summary>Object identifiers; null where the extension is absent.</summary>
    public IReadOnlyList<string>? ExtendedKeyUsages { get; private set; }

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; private set; }

    public bool HasAuthorityKeyIdentifier { get; private set; }

    /// <summary>Null where that extension is absent or names the issuer in another way.</summary>
    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier { get; private set; }

    /// <summary>A critical extension that no rule here covers; null for none.</summary>
    public string? UnknownCritical { get; }

    private void Decode(CertificateExtension extension)
    {
        var reader = new AsnReader(extension.Value, AsnEncodingRules.DER);
        switch (extension.Oid)
        {
            case Oids.BasicConstraints:
                var constraints = reader.ReadSequence();
                IsAuthority = constraints.HasData && constraints.PeekTag() == Asn1Tag.Boolean && constraints.ReadBoolean();
                PathLength = constraints.HasData ? constraints.TryReadInt32(out var length) && length >= 0 ? length : 0 : null;
                break;
            case Oids.KeyUsage:
                KeyUsage = DecodeKeyUsage(extension.Value);
                break;
            case Oids.ExtendedKeyUsage:
                var usages = new List<string>();
                for (var sequence = reader.ReadSequence(); sequence.HasData;)
                    usages.Add(sequence.ReadObjectIdentifier());
                ExtendedKeyUsages = usages;
                break;
            case Oids.SubjectKeyIdentifier:
                SubjectKeyIdentifier = reader.ReadOctetString();
                break;
            case Oids.AuthorityKeyIdentifier:
                HasAuthorityKeyIdentifier = true;
                var identifier = reader.ReadSequence();
                var keyTag = new Asn1Tag(TagClass.ContextSpecific, 0);
                if (identifier.HasData && identifier.PeekTag() == keyTag)
                    AuthorityKeyIdentifier = identifier.ReadOctetString(keyTag);
                break;
        }
    }

    /// <summary>
    /// A named bit list. DER drops trailing zero bits, which some authorities keep: BER is accepted here, where no bit
    /// changes its meaning by it.
    /// </summary>
    private static X509KeyUsageFlags DecodeKeyUsage(ReadOnlyMemory<byte> value)
    {
        var bits = new AsnReader(value, AsnEncodingRules.BER).ReadBitString(out _);
        var flags = (X509KeyUsageFlags)(bits.Length > 0 ? bits[0] : 0);
        return bits.Length > 1 && (bits[1] & 0x80) != 0 ? flags | X509KeyUsageFlags.DecipherOnly : flags;
    }
}
