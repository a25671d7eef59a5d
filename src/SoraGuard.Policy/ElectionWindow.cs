namespace SoraGuard.Policy;

/// <summary>What a window around an election is for.</summary>
public enum WindowKind
{
    /// <summary>The weeks before the vote.</summary>
    Campaign,

    /// <summary>The day or days on which campaigning rests.</summary>
    Silence,
}

/// <summary>A window that was in force when a rule fired: whole days of the jurisdiction's local calendar, both ends included.</summary>
public sealed record ElectionWindow
{
    public required string Calendar { get; init; }

    /// <summary>ISO 3166 code.</summary>
    public required string Jurisdiction { get; init; }

    public required string Election { get; init; }

    public required WindowKind Kind { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Through { get; init; }

    /// <summary>True where the calendar does not reach the time asked about: the window is then taken to be open.</summary>
    public bool Stale { get; init; }
}
