using System.Formats.Asn1;
using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Revocation;

/// <summary>
/// What a response says of one certificate (RFC 6960 §4.2.1): <code>SEQUENCE { SEQUENCE { algorithm, issuer name hash, issuer key hash,
/// serial }, [0] good | [1] revoked | [2] unknown, this update, [0] next update?, [1] extensions? }</code>
/// </summary>
internal sealed record OcspEntry
{
    private const int GoodTag = 0, RevokedTag = 1, UnknownTag = 2;
    private const int RemoveFromCrl = 8;
    private const string Sha1 = "1.3.14.3.2.26";

    private static readonly Asn1Tag ExplicitZero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public required string HashAlgorithm { get; init; }

    public required ReadOnlyMemory<byte> IssuerNameHash { get; init; }

    public required ReadOnlyMemory<byte> IssuerKeyHash { get; init; }

    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    /// <summary>Good also for a certificate that was on hold and is so no more (C2PA 2.2 §15.9.1, note).</summary>
    public required OcspStatus Status { get; init; }

    /// <summary>Null unless revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    public DateTimeOffset? NextUpdate { get; init; }

    public static OcspEntry Read(AsnReader reader)
    {
        var entry = reader.ReadSequence();
        var id = entry.ReadSequence();
        var (algorithm, nameHash, keyHash, serial) = (AlgorithmIdentifier.Read(id).Oid, id.ReadOctetString(), id.ReadOctetString(), id.ReadIntegerBytes());
        var (status, revokedAt) = ReadStatus(entry);
        var thisUpdate = entry.ReadGeneralizedTime();
        var hasNext = entry.HasData && entry.PeekTag() == ExplicitZero;
        return new OcspEntry
        {
            HashAlgorithm = algorithm,
            IssuerNameHash = nameHash,
            IssuerKeyHash = keyHash,
            SerialNumber = serial,
            Status = status,
            RevokedAt = revokedAt,
            ThisUpdate = thisUpdate,
            NextUpdate = hasNext ? entry.ReadSequence(ExplicitZero).ReadGeneralizedTime() : null,
        };
    }

    public bool IsOf(Certificate certificate, Certificate issuer) =>
        SerialNumber.Span.SequenceEqual(certificate.SerialNumber.Span)
        && Hash(issuer.Subject.Span) is { } nameHash && IssuerNameHash.Span.SequenceEqual(nameHash)
        && Hash(issuer.Key.Key.Span) is { } keyHash && IssuerKeyHash.Span.SequenceEqual(keyHash);

    private static (OcspStatus, DateTimeOffset?) ReadStatus(AsnReader entry)
    {
        var tag = entry.PeekTag();
        if (tag.TagClass != TagClass.ContextSpecific)
            throw new C2paFormatException("An OCSP response without a status");
        if (tag.TagValue != RevokedTag)
        {
            entry.ReadEncodedValue();
            return (tag.TagValue switch { GoodTag => OcspStatus.Good, UnknownTag => OcspStatus.Unknown, _ => OcspStatus.DoesNotApply }, null);
        }
        var revoked = entry.ReadSequence(tag);
        var time = revoked.ReadGeneralizedTime();
        var reason = revoked.HasData ? revoked.ReadSequence(ExplicitZero).ReadEnumeratedBytes().Span[^1] : 0;
        return reason == RemoveFromCrl ? (OcspStatus.Good, null) : (OcspStatus.Revoked, time);
    }

    /// <summary>A hash here only names the issuer, for which responders use SHA-1 to this day; the response itself is signed.</summary>
    private byte[]? Hash(ReadOnlySpan<byte> bytes) => HashAlgorithm switch
    {
        Sha1 => CryptographicOperations.HashData(HashAlgorithmName.SHA1, bytes),
        Oids.Sha256 => SHA256.HashData(bytes),
        Oids.Sha384 => SHA384.HashData(bytes),
        Oids.Sha512 => SHA512.HashData(bytes),
        _ => null,
    };
}
