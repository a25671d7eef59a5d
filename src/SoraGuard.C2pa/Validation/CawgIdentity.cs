namespace SoraGuard.C2pa.Validation;

/// <summary>Someone other than the signer who stands by parts of a manifest (CAWG Identity Assertion 1.2 §5), assertion <c>cawg.identity</c>.</summary>
public sealed record CawgIdentity
{
    /// <summary>JUMBF URI of the assertion.</summary>
    public required string Uri { get; init; }

    /// <summary><c>cawg.x509.cose</c>, which is validated, or another kind, which is not.</summary>
    public required string SignatureType { get; init; }

    /// <summary>Organization or common name of the certificate; null where it was not validated.</summary>
    public string? Name { get; init; }

    /// <summary>True where the signature fits, its references are right, and an anchor for identities vouches for the certificate.</summary>
    public required bool IsTrusted { get; init; }
}
