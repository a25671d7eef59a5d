namespace SoraGuard.Policy;

/// <summary>When a clip of a tier carries a visible label. Machine-readable marks are put into every clip of every tier.</summary>
public enum LabelRule
{
    Always,

    /// <summary>On what leaves the service, not on what is watched inside it.</summary>
    OnExport,

    /// <summary>Only where a rule decides <see cref="Decision.Label"/>.</summary>
    OnDemand,
}

/// <summary>What an access tier may do. A tier never loosens a rule by itself: the base policy grants it, rule by rule.</summary>
public sealed record PolicyTier
{
    public required string Name { get; init; }

    public required LabelRule Label { get; init; }

    /// <summary>Clips a requester may ask for in one day (UTC).</summary>
    public required int ClipsPerDay { get; init; }

    /// <summary>Longest clip in seconds.</summary>
    public required int SecondsPerClip { get; init; }

    /// <summary>Seconds of video a requester may ask for in one day (UTC).</summary>
    public required int SecondsPerDay { get; init; }

    /// <summary>The last day of the tier; after it its requests are judged in the default tier. Null = no end.</summary>
    public DateOnly? Expires { get; init; }
}
