using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Validation;

/// <summary>By what measure a file is judged.</summary>
public sealed record ValidationOptions
{
    /// <summary>The time at which certificates must be valid. Time-stamps in signatures are not taken into account yet.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Default: none, so that no signer is trusted.</summary>
    public TrustAnchors Trust { get; init; } = TrustAnchors.None;

    /// <summary>Object identifiers of extended key usages of which a signer's certificate must have one.</summary>
    public IReadOnlySet<string> ExtendedKeyUsages { get; init; } = TrustAnchors.DefaultUsages;
}
