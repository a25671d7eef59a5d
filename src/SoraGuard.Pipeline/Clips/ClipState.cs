using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Clips;

/// <summary>Where a clip stands. The last four are rest: three of them for good, <see cref="Held"/> until a reviewer decides.</summary>
public enum ClipStatus
{
    Screening,
    Generating,
    Inspecting,
    Marking,
    Signing,
    Verifying,
    Held,
    Released,
    Refused,
    Failed,
}

/// <summary>
/// What the process knows of a clip: its status, the policy it is pinned to, what each stage made of it. Digests and verdicts only;
/// the request, which holds the prompt, stands apart.
/// </summary>
public sealed record ClipState
{
    public required ClipId Id { get; init; }

    /// <summary>Number of transitions so far, and so of audit leaves; 1 after admission.</summary>
    public required int Version { get; init; }

    public required ClipStatus Status { get; init; }

    /// <summary>The policy in force at admission; every stage runs under it.</summary>
    public required Sha256Digest Policy { get; init; }

    /// <summary>What the policy said to the prompt; a review that let it pass leaves <see cref="Decision.Review"/>.</summary>
    public Decision? PromptDecision { get; init; }

    /// <summary>What the policy said to prompt and clip together.</summary>
    public Decision? OutputDecision { get; init; }

    /// <summary>True when a verdict asks for a visible label whatever the request says.</summary>
    public bool LabelRequired => PromptDecision == Decision.Label || OutputDecision == Decision.Label;

    /// <summary>The model that made the clip, once generated.</summary>
    public ModelIdentity? Model { get; init; }

    /// <summary>What was put into the clip, once marked.</summary>
    public MarkSummary? Marks { get; init; }

    /// <summary>The clip as generated: what inspection looked at.</summary>
    public Sha256Digest? Generated { get; init; }

    /// <summary>With watermark, visible label and metadata label.</summary>
    public Sha256Digest? Marked { get; init; }

    /// <summary>With the C2PA manifest: the bytes that are verified and released.</summary>
    public Sha256Digest? Signed { get; init; }

    /// <summary>Label of the active manifest, once signed.</summary>
    public string? ManifestId { get; init; }

    /// <summary>The stage whose verdict holds the clip for review.</summary>
    public Stage? HeldAfter { get; init; }

    /// <summary>The rules that held the clip and that a reviewer has answered by approving it.</summary>
    public IReadOnlyList<string> ApprovedRules { get; init; } = [];

    /// <summary>Why it was held, refused or failed.</summary>
    public ClipReason? Reason { get; init; }

    public bool IsAtRest => Status >= ClipStatus.Held;
}

/// <summary>Why a clip came to rest: a stable code, a sentence for the requester, and the policy rules behind it.</summary>
public sealed record ClipReason(string Code, string Message, IReadOnlyList<string> Rules);

/// <summary>A model by name, version and the SHA-256 of its file.</summary>
public sealed record ModelIdentity(string Name, string Version, string Sha256);
