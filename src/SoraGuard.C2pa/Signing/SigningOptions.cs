using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

public sealed record SigningOptions
{
    /// <summary>Now: the signed file is validated as of this time before it is handed over.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Source of the manifest's id and of the salts of its assertions.</summary>
    public required RandomNumberGenerator Random { get; init; }

    /// <summary>If given, the signer's certificate must lead to one of these, or signing fails. Default: none, trust is not required.</summary>
    public TrustAnchors? Trust { get; init; }

    /// <summary>
    /// Whether a manifest the file already has is dropped without a trace. Default: no. It is then replaced only where it is kept
    /// as the manifest of a parentOf ingredient; otherwise signing fails.
    /// </summary>
    public bool DiscardExistingManifest { get; init; }
}
