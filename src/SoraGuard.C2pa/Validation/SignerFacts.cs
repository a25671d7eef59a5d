namespace SoraGuard.C2pa.Validation;

/// <summary>What the certificate of a claim's signature says of the signer.</summary>
internal sealed record SignerFacts
{
    /// <summary>Organization or common name; null where the signature carries no readable certificate.</summary>
    public string? Issuer { get; init; }

    /// <summary>When it was signed, by a time-stamp that counts; null for none.</summary>
    public DateTimeOffset? SigningTime { get; init; }

    /// <summary>There is a time-stamp, and it does not count.</summary>
    public bool HasUntrustedTimeStamp { get; init; }
}
