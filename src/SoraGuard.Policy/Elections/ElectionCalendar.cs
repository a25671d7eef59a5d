using System.Globalization;

namespace SoraGuard.Policy.Elections;

/// <summary>The windows of one jurisdiction's elections, and how far in time the calendar may be believed.</summary>
internal sealed record ElectionCalendar
{
    public required string Id { get; init; }

    public required string File { get; init; }

    public required Region Jurisdiction { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidThrough { get; init; }

    public required UtcOffsets Offsets { get; init; }

    /// <summary>Places of the jurisdiction with offsets of their own, also such as have another country code (Puerto Rico, Guam).</summary>
    public required IReadOnlyDictionary<string, UtcOffsets> Places { get; init; }

    public required IReadOnlyList<Election> Elections { get; init; }

    public bool IsStaleAt(PolicyTime time)
    {
        var (earliest, latest) = time.LocalDates(Offsets);
        return earliest < ValidFrom || latest > ValidThrough;
    }

    /// <param name="kind">What the window is for.</param>
    /// <param name="region">Where the request comes from; null = not known, which may be here.</param>
    /// <param name="time">The time asked about.</param>
    /// <returns>The window in force, or null. Beyond what the calendar knows the window counts as open: nothing is let through by neglect.</returns>
    public ElectionWindow? FindOpen(WindowKind kind, Region? region, PolicyTime time)
    {
        if (region is { } place && !Covers(place))
            return null;
        var offsets = region is { } code && Places.TryGetValue(code.Code, out var own) ? own : Offsets;
        var (earliest, latest) = time.LocalDates(offsets);
        if (IsStaleAt(time))
            return Describe("unknown: the calendar does not reach this date", kind, earliest, latest) with { Stale = true };
        return Elections.SelectMany(election => OpenWindows(election, kind, earliest, latest)).FirstOrDefault();
    }

    private bool Covers(Region region) => Jurisdiction.Contains(region) || Places.ContainsKey(region.Code);

    private IEnumerable<ElectionWindow> OpenWindows(Election election, WindowKind kind, DateOnly earliest, DateOnly latest)
    {
        if (!election.Windows.TryGetValue(kind, out var edges))
            yield break;
        // A window may begin in the year before its election, or end in the year after.
        for (var year = Math.Max(earliest.Year - 1, DateOnly.MinValue.Year); year <= Math.Min(latest.Year + 1, DateOnly.MaxValue.Year); year++)
            foreach (var day in election.Dates.In(year))
                if (latest >= edges.From.For(day) && earliest <= edges.Through.For(day))
                    yield return Describe(string.Create(CultureInfo.InvariantCulture, $"{election.Name} of {day:O}"), kind, edges.From.For(day), edges.Through.For(day));
    }

    private ElectionWindow Describe(string election, WindowKind kind, DateOnly from, DateOnly through) =>
        new() { Calendar = Id, Jurisdiction = Jurisdiction.Code, Election = election, Kind = kind, From = from, Through = through };
}

internal sealed record Election(string Name, ElectionDates Dates, IReadOnlyDictionary<WindowKind, (WindowEdge From, WindowEdge Through)> Windows);
