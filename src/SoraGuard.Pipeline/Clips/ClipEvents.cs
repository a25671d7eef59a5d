using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Clips;

/// <summary>What can happen to a clip. Stages report these; they never call one another.</summary>
public abstract record ClipEvent;

/// <summary>The prompt, the dates and the inputs were judged.</summary>
public sealed record PromptScreened(Verdict Verdict) : ClipEvent;

/// <param name="Understood">The words of the prompt that the model knows.</param>
public sealed record ClipGenerated(Sha256Digest Content, ModelIdentity Model, ulong Seed, IReadOnlyList<string> Understood) : ClipEvent;

/// <summary>Prompt, inputs and what was generated were judged together.</summary>
public sealed record ClipInspected(Sha256Digest Content, Verdict Verdict, InspectionSummary Inspection) : ClipEvent
{
    /// <summary>
    /// Rules that fire on the clip alone, whatever its prompt and inputs: what a reviewer of the prompt cannot have answered.
    /// Null: not known, so that nothing counts as answered.
    /// </summary>
    public IReadOnlyList<string>? ClipRules { get; init; }
}

/// <summary>Watermark, visible label and metadata label are in, and were read back after encoding.</summary>
/// <param name="Source">What was marked, as hashed when it was read.</param>
public sealed record ClipMarked(Sha256Digest Source, Sha256Digest Content, MarkSummary Marks) : ClipEvent;

/// <summary>The C2PA manifest is in.</summary>
/// <param name="Source">What was signed, as hashed when it was read.</param>
public sealed record ClipSigned(Sha256Digest Source, Sha256Digest Content, string ManifestId) : ClipEvent
{
    /// <summary>By the authority's time-stamp on the signature; null where there is none.</summary>
    public DateTimeOffset? TimeStampedAt { get; init; }

    /// <summary>Why there is no time-stamp, where an authority was asked and the operator allows its absence; else null.</summary>
    public string? TimeStampFailure { get; init; }
}

/// <summary>The public verifier has read the final bytes. <paramref name="Problems"/> is empty when everything is as it must be.</summary>
public sealed record ReleaseVerified(Sha256Digest Content, long Bytes, IReadOnlyList<string> Problems) : ClipEvent;

/// <summary>A stage cannot be done, now or later.</summary>
public sealed record StageFailed(Stage Stage, string Code, string Message) : ClipEvent;

/// <summary>Whoever asked for it does not want it any more.</summary>
public sealed record ClipCancelled : ClipEvent;

/// <summary>A reviewer has decided on a held clip: the one edge that leads back.</summary>
public sealed record ReviewDecided(bool Approved, string Reviewer, string Note) : ClipEvent;

/// <summary>Clip scores of the inspection, by category, and the models that gave them.</summary>
public sealed record InspectionSummary(IReadOnlyDictionary<string, double> Scores, string? Abstained, IReadOnlyList<ModelIdentity> Models);

/// <summary>What was put into the clip, as read back from the encoded file.</summary>
public sealed record MarkSummary(double PsnrY, double WatermarkZ, string LabelProfile, string? LabelText, string ProduceId);
