namespace SoraGuard.Policy;

/// <summary>A rule as the outside sees it.</summary>
public sealed record PolicyRule
{
    /// <summary><c>document/rule</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Counts up with each change of the rule.</summary>
    public required int Version { get; init; }

    public required string Category { get; init; }

    public required Decision Action { get; init; }

    /// <summary>Milder actions granted to tiers by the base policy.</summary>
    public required IReadOnlyDictionary<string, Decision> Grants { get; init; }

    /// <summary>Score in [0,1] that the category gets when the rule fires.</summary>
    public required double Weight { get; init; }

    public required string Reason { get; init; }

    /// <summary>File and line it is written at.</summary>
    public required string Source { get; init; }
}
