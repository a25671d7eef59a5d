using SoraGuard.C2pa.Validation;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Release;

/// <summary>What was read of a file's manifest.</summary>
/// <param name="Result">Null when the file is of a kind whose manifests are not read, or cannot be read.</param>
/// <param name="Unreadable">Why a manifest store that is there cannot be read.</param>
internal sealed record ManifestReading(ValidationResult? Result, string? Unreadable)
{
    /// <summary>What the first bytes say the file is.</summary>
    public FileKind Kind { get; init; }

    /// <summary>Why the file cannot be read as what its first bytes say.</summary>
    public string? Flaw { get; init; }

    /// <summary>Whether it was read from a sidecar, and the file itself not searched for one.</summary>
    public bool IsSidecar { get; init; }

    /// <summary>Why the sidecar that was given cannot be read.</summary>
    public string? SidecarFlaw { get; init; }

    /// <summary>Whether the signer is this service.</summary>
    public bool SignedByUs { get; init; }

    /// <summary>The registry's entry for the manifest.</summary>
    public RegistryEntry? Entry { get; init; }

    /// <summary>When these bytes were released, if the signature was judged as of then.</summary>
    public DateTimeOffset? JudgedAt { get; init; }
}
