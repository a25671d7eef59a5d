using System.Collections.Frozen;

namespace SoraGuard.Policy;

/// <summary>Everything a verdict may depend on, the policy and the time apart.</summary>
public sealed record PolicySignals
{
    /// <summary>Longest prompt, in UTF-16 units.</summary>
    public const int MaxPromptLength = 32_000;

    /// <summary>The tier where nothing else is said.</summary>
    public const string DefaultTier = "public";

    /// <summary>Not empty, at most <see cref="MaxPromptLength"/> UTF-16 units.</summary>
    public required string Prompt { get; init; }

    /// <summary>Where the request comes from, ISO 3166-1 alpha-2 or 3166-2; null = not known, and rules of every region apply.</summary>
    public string? Region { get; init; }

    /// <summary>One of <see cref="PolicyModel.Tiers"/>; default <see cref="DefaultTier"/>.</summary>
    public string Tier { get; init; } = DefaultTier;

    /// <summary>Scores in [0,1] by name, of a text classifier or of the inspection of the clip.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = FrozenDictionary<string, double>.Empty;

    /// <summary>Why a classifier declined to answer; null where none did.</summary>
    public string? Abstained { get; init; }

    public InputProvenance Input { get; init; }
}
