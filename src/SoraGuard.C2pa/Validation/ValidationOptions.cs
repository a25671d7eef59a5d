using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Validation;

/// <summary>By what measure a file is judged.</summary>
public sealed record ValidationOptions
{
    /// <summary>
    /// The time at which certificates must be valid, where no trusted time-stamp tells when a claim was signed; and now, for
    /// revocation.
    /// </summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Anchors of signers. Default: none, so that no signer is trusted.</summary>
    public TrustAnchors Trust { get; init; } = TrustAnchors.None;

    /// <summary>
    /// Anchors of time-stamp authorities, such as the C2PA TSA Trust List (C2PA 2.2 §14.4.3). Default: none, so that time-stamps do
    /// not count.
    /// </summary>
    public TrustAnchors TimeStampTrust { get; init; } = TrustAnchors.None;

    /// <summary>Anchors of those who sign identity assertions (CAWG Identity Assertion 1.2 §8.2). Default: none.</summary>
    public TrustAnchors IdentityTrust { get; init; } = TrustAnchors.None;

    /// <summary>
    /// Decentralized identifiers, without fragment, of aggregators whose credentials about identities are believed (CAWG Identity Assertion
    /// 1.2 §8.1). Default: none, so that what they say is named and not trusted.
    /// </summary>
    public IReadOnlySet<string> IdentityIssuers { get; init; } = new HashSet<string>();

    /// <summary>Signers that are trusted by their certificate alone. Default: none.</summary>
    public AllowedCertificates AllowedSigners { get; init; } = AllowedCertificates.None;

    /// <summary>Object identifiers of extended key usages of which a signer's certificate must have one.</summary>
    public IReadOnlySet<string> ExtendedKeyUsages { get; init; } = TrustAnchors.DefaultUsages;

    /// <summary>For tests of what happens without it.</summary>
    internal bool Ed25519Available { get; init; } = Ed25519.IsAvailable;
}
