using System.Globalization;

namespace SoraGuard.Policy;

/// <summary>
/// The time a policy is asked about: an instant, or a whole calendar day. A day means that day in the local calendar of whatever
/// place a rule speaks of; an instant is that moment everywhere.
/// </summary>
public readonly record struct PolicyTime
{
    private static readonly string[] InstantFormats =
        ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];

    private readonly DateOnly _date;
    private readonly DateTimeOffset? _instant;

    private PolicyTime(DateOnly date, DateTimeOffset? instant) => (_date, _instant) = (date, instant);

    public static PolicyTime OnDate(DateOnly date) => new(date, null);

    public static PolicyTime AtInstant(DateTimeOffset instant) => new(DateOnly.FromDateTime(instant.UtcDateTime), instant);

    /// <summary>Reads an ISO 8601 date (<c>2028-10-20</c>) or date and time; without an offset the time is UTC.</summary>
    /// <exception cref="PolicyRequestException">The text is neither (<c>invalid_time</c>).</exception>
    public static PolicyTime Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return OnDate(date);
        if (DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return AtInstant(instant);
        throw new PolicyRequestException("invalid_time", $"'{text}' is no date: write YYYY-MM-DD or an ISO 8601 date and time");
    }

    /// <summary>The local dates it is, at this time, somewhere between two offsets from UTC.</summary>
    internal (DateOnly Earliest, DateOnly Latest) LocalDates(UtcOffsets offsets) =>
        _instant is { } instant ? (LocalDate(instant, offsets.West), LocalDate(instant, offsets.East)) : (_date, _date);

    private static DateOnly LocalDate(DateTimeOffset instant, TimeSpan offset)
    {
        // At the ends of the calendar there is no day before or after: stay on the last one.
        var ticks = Math.Clamp(instant.UtcTicks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return DateOnly.FromDateTime(new DateTime(ticks, DateTimeKind.Unspecified));
    }

    /// <summary>The day, or the instant in UTC, as ISO 8601.</summary>
    public override string ToString() =>
        _instant is { } instant
            ? instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)
            : _date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
