using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.C2pa.Signing;

/// <summary>When, and under what conditions, an asset is signed.</summary>
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

    /// <summary>
    /// Whether the manifest is written compressed (Brotli, C2PA 2.2 §11.2.4); those of ingredients stay as they were. Default: no, since not
    /// every validator reads such a manifest.
    /// </summary>
    public bool CompressManifest { get; init; }

    /// <summary>
    /// Whether JPEG and PNG files are bound segment by segment or chunk by chunk (c2pa.hash.boxes, C2PA 2.2 §18.7), so that a validator
    /// can name what was changed. Default: no, by one hash of everything but the manifest (c2pa.hash.data). Of no effect on other formats
    /// and on sidecars.
    /// </summary>
    public bool HashImagesByBox { get; init; }

    /// <summary>Hash the media of an MP4 or MOV file by Merkle trees, and how; for <see cref="Mp4Signer"/>. Default: none, one hash over the file.</summary>
    public MerkleOptions? Merkle { get; init; }

    /// <summary>The authority to time-stamp the signature (RFC 3161), which proves it after the certificate has expired. Default: none.</summary>
    public TimeStampClient? TimeStamp { get; init; }

    /// <summary>What to do where there is no time-stamp that holds. Default: fail.</summary>
    public TimeStampFailurePolicy TimeStampFailurePolicy { get; init; }

    /// <summary>If given, the authority's certificate must lead to one of these. Default: none, any authority will do.</summary>
    public TrustAnchors? TimeStampTrust { get; init; }

    /// <summary>Bytes of the file left for the time-stamp, whose size is not known before the file is hashed. Default: 10,000.</summary>
    public int TimeStampReserveBytes { get; init; } = 10_000;

    /// <summary>
    /// DER OCSP responses for the signer's certificate, to go with the signature (C2PA 2.2 §14.5.2): without them a validator that is
    /// offline does not know whether the certificate was revoked. Default: none.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> OcspResponses { get; init; } = [];
}
