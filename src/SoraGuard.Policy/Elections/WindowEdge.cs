using System.Globalization;

namespace SoraGuard.Policy.Elections;

/// <summary>One end of a window, relative to election day: <c>09-01</c> (of that year), <c>30 days before</c>, <c>election day</c>, or a date.</summary>
internal readonly record struct WindowEdge
{
    private const int MostDays = 366;

    private readonly int _days;
    private readonly int _month;
    private readonly int _day;
    private readonly DateOnly? _date;

    private WindowEdge(int days, int month, int day, DateOnly? date) => (_days, _month, _day, _date) = (days, month, day, date);

    public static bool TryParse(string text, out WindowEdge edge)
    {
        edge = default;
        if (text == "election day")
            return true;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            edge = new WindowEdge(0, 0, 0, date);
        // A leap year is as good as any to check a month and day with.
        else if (DateOnly.TryParseExact("2028-" + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            edge = new WindowEdge(0, day.Month, day.Day, null);
        else if (text.Split(' ') is [var count, "day" or "days", "before" or "after"] words
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays)
            edge = new WindowEdge(words[2] == "before" ? -days : days, 0, 0, null);
        else
            return false;
        return true;
    }

    public DateOnly For(DateOnly electionDay) =>
        _date ?? (_month > 0 ? new DateOnly(electionDay.Year, _month, Math.Min(_day, DateTime.DaysInMonth(electionDay.Year, _month))) : electionDay.AddDays(_days));
}
