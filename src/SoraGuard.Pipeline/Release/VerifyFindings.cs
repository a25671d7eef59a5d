using SoraGuard.C2pa.Validation;
using SoraGuard.Media.Labels;
using SoraGuard.Media.Watermark;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Release;

/// <summary>What was read from a file, before anything is concluded from it.</summary>
public sealed record VerifyFindings
{
    /// <summary>Null when the file is of a kind whose manifests are not read.</summary>
    public ValidationResult? Manifest { get; init; }

    /// <summary>Why the manifest store could not be read, when there is one and it is malformed.</summary>
    public string? ManifestUnreadable { get; init; }

    /// <summary>Whether the manifest is that of a sidecar, and the file itself was not searched for one.</summary>
    public bool ManifestIsSidecar { get; init; }

    /// <summary>When these very bytes were released, if the manifest was judged as of then because a certificate has expired since.</summary>
    public DateTimeOffset? ManifestJudgedAt { get; init; }

    /// <summary>Whether the manifest is trusted, and its signer is this service.</summary>
    public bool SignedByUs { get; init; }

    /// <summary>The clip the manifest's soft binding names.</summary>
    public ClipId? BoundClip { get; init; }

    /// <summary>Whether it is a still image, in which no marks of videos were looked for.</summary>
    public bool IsStillImage { get; init; }

    /// <summary>Null when this service has no watermark key, or the file is a still image.</summary>
    public WatermarkDetection? Watermark { get; init; }

    public required AigcReading Aigc { get; init; }

    public required IReadOnlyList<LabelCheck> VisibleLabels { get; init; }

    /// <summary>False when no registry was at hand.</summary>
    public bool RegistryAsked { get; init; }

    /// <summary>The registry's entry for the watermark's payload.</summary>
    public RegistryEntry? ByWatermark { get; init; }

    /// <summary>The registry's entry for the manifest.</summary>
    public RegistryEntry? ByManifest { get; init; }

    /// <summary>Whether the decoder ran in a sandbox.</summary>
    public required bool Sandboxed { get; init; }

    /// <summary>This service's name.</summary>
    public required string Operator { get; init; }
}
