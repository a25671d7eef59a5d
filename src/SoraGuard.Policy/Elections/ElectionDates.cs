namespace SoraGuard.Policy.Elections;

/// <summary>The days of one election: listed, or by a rule.</summary>
internal abstract class ElectionDates
{
    /// <returns>The election days in a year.</returns>
    public abstract IEnumerable<DateOnly> In(int year);
}

internal sealed class ListedDates(IReadOnlyList<DateOnly> dates) : ElectionDates
{
    public override IEnumerable<DateOnly> In(int year) => dates.Where(date => date.Year == year);
}

/// <summary>"The Tuesday next after the first Monday of November, in every even numbered year" (2 U.S.C. §7).</summary>
internal sealed class UsGeneralElectionDates : ElectionDates
{
    private const int November = 11;

    public override IEnumerable<DateOnly> In(int year)
    {
        if (year % 2 != 0)
            yield break;
        var first = new DateOnly(year, November, 1);
        var daysToMonday = ((int)DayOfWeek.Monday - (int)first.DayOfWeek + 7) % 7;
        yield return first.AddDays(daysToMonday + 1);
    }
}
