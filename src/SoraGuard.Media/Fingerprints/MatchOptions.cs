namespace SoraGuard.Media.Fingerprints;

/// <summary>When two clips count as one. The defaults are vPDQ's.</summary>
public sealed record MatchOptions
{
    /// <summary>The defaults.</summary>
    public static MatchOptions Default { get; } = new();

    /// <summary>Most bits by which frames that match differ (vPDQ's D), 0 to 255. Default: 31.</summary>
    public int MaxDistance { get; init; } = 31;

    /// <summary>Lowest quality of a hash that is compared (vPDQ's F), 0 to 100. Default: 50.</summary>
    public int LowestQuality { get; init; } = 50;

    /// <summary>Least percentage of the compared clip's frames that must be found in the query (vPDQ's Pc). Default: 80.</summary>
    public double LeastComparedPercent { get; init; } = 80;

    /// <summary>Least percentage of the query's frames that must be found in the compared clip for the query to be a part of it (vPDQ's Pq). Default: 80.</summary>
    public double LeastQueryPercent { get; init; } = 80;
}
