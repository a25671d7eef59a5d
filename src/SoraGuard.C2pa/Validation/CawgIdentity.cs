using SoraGuard.C2pa.Assertions;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Someone other than the signer who stands by parts of a manifest (CAWG Identity Assertion 1.2 §5), assertion <c>cawg.identity</c>. It
/// never raises the trust in the manifest.
/// </summary>
public sealed record CawgIdentity
{
    /// <summary>JUMBF URI of the assertion.</summary>
    public required string Uri { get; init; }

    /// <summary><c>cawg.x509.cose</c> (§8.2) or <c>cawg.identity_claims_aggregation</c> (§8.1), which are validated, or another kind, which is not.</summary>
    public required string SignatureType { get; init; }

    /// <summary>
    /// Organization or common name of the certificate, or the first name the aggregator verified; null where there is none, or the
    /// signature was not verified.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Decentralized identifier of the aggregator, who states the identity; null for an identity with a certificate.</summary>
    public string? Issuer { get; init; }

    /// <summary>What the aggregator verified; empty for an identity with a certificate, or where the signature was not verified.</summary>
    public IReadOnlyList<VerifiedIdentity> VerifiedIdentities { get; init; } = [];

    /// <summary>
    /// True where the signature fits, its references are right, and an anchor for identities vouches for the certificate or the
    /// aggregator is one of <see cref="ValidationOptions.IdentityIssuers"/>.
    /// </summary>
    public required bool IsTrusted { get; init; }
}
