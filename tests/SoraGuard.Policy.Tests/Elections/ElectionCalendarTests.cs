using SoraGuard.Policy.Elections;
using SoraGuard.Policy.Tests.Shipped;

namespace SoraGuard.Policy.Tests.Elections;

public sealed class ElectionCalendarTests
{
    /// <summary>Held, or set by law: https://www.archives.gov and the Federal Election Commission's published dates.</summary>
    [Theory]
    [InlineData(1980, "1980-11-04")]
    [InlineData(2000, "2000-11-07")]
    [InlineData(2004, "2004-11-02")]
    [InlineData(2008, "2008-11-04")]
    [InlineData(2010, "2010-11-02")]
    [InlineData(2012, "2012-11-06")]
    [InlineData(2014, "2014-11-04")]
    [InlineData(2016, "2016-11-08")]
    [InlineData(2018, "2018-11-06")]
    [InlineData(2020, "2020-11-03")]
    [InlineData(2022, "2022-11-08")]
    [InlineData(2024, "2024-11-05")]
    [InlineData(2028, "2028-11-07")]
    public void US_general_elections_fall_on_their_days(int year, string day) => Assert.Equal([DateOnly.Parse(day)], new UsGeneralElectionDates().In(year));

    [Fact]
    public void Odd_years_have_none() => Assert.Empty(new UsGeneralElectionDates().In(2027));

    [Theory]
    [InlineData("2028-08-31", "US", false)]
    [InlineData("2028-09-01", "US", true)]
    [InlineData("2028-11-07", "US", true)]
    [InlineData("2028-11-08", "US", false)]
    [InlineData("2028-10-01", "US-WY", true)]
    [InlineData("2028-10-01", "GU", true)]
    [InlineData("2028-10-01", null, true)]
    [InlineData("2028-10-01", "FR", false)]
    // Guam is ten hours ahead of UTC: its September begins while it is still August in UTC.
    [InlineData("2028-08-31T14:00:00Z", "GU", true)]
    [InlineData("2028-08-31T13:59:59Z", "GU", false)]
    [InlineData("2028-09-01T00:00:00-04:00", "US-NY", true)]
    [InlineData("2028-08-31T23:59:59-04:00", "US-NY", false)]
    // American Samoa votes last: eleven hours behind UTC.
    [InlineData("2028-11-08T10:59:59Z", "AS", true)]
    [InlineData("2028-11-08T11:00:00Z", "AS", false)]
    public void The_campaign_window_opens_and_closes_at_local_midnight(string at, string? region, bool open)
    {
        var verdict = ShippedPolicy.Model.Screen("vote for the Republican Party", at, region);

        Assert.Equal(open, verdict.Rules.Any(rule => rule.RuleId == "election-us/campaign-material"));
    }

    [Fact]
    public void The_verdict_names_the_window()
    {
        var verdict = ShippedPolicy.Model.Screen("vote for the Republican Party", "2028-10-20", "US");

        var window = Assert.Single(verdict.Rules, rule => rule.RuleId == "election-us/campaign-material").Window;
        Assert.Equal(new ElectionWindow
        {
            Calendar = "us-federal",
            Jurisdiction = "US",
            Election = "Federal general election of 2028-11-07",
            Kind = WindowKind.Campaign,
            From = new DateOnly(2028, 9, 1),
            Through = new DateOnly(2028, 11, 7),
        }, window);
    }

    [Theory]
    [InlineData("2037-01-01")]
    [InlineData("1850-06-01")]
    public void Beyond_its_reach_a_calendar_is_stale_and_its_windows_count_as_open(string at)
    {
        var verdict = ShippedPolicy.Model.Screen("vote for the Republican Party", at, "US");

        Assert.Equal(Decision.Block, verdict.Decision);
        Assert.True(verdict.Rules.First(rule => rule.Window is not null).Window!.Stale);
        Assert.Contains("us-federal", Assert.Single(ShippedPolicy.Model.FindStaleCalendars(PolicyTime.Parse(at))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30 days before", "2028-10-08")]
    [InlineData("1 day before", "2028-11-06")]
    [InlineData("2 days after", "2028-11-09")]
    [InlineData("election day", "2028-11-07")]
    [InlineData("09-01", "2028-09-01")]
    [InlineData("2028-01-15", "2028-01-15")]
    public void Window_edges_are_reckoned_from_election_day(string edge, string day)
    {
        Assert.True(WindowEdge.TryParse(edge, out var parsed));

        Assert.Equal(DateOnly.Parse(day), parsed.For(new DateOnly(2028, 11, 7)));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("13-01")]
    [InlineData("-3 days before")]
    [InlineData("400 days before")]
    [InlineData("3 days around")]
    public void Other_window_edges_are_refused(string edge) => Assert.False(WindowEdge.TryParse(edge, out _));

    [Fact]
    public void A_silence_window_may_be_listed_and_reach_past_the_vote()
    {
        var policy = TestPolicy.WithRules(
            "  - {id: silence, category: gore, action: block, reason: R., when: {terms: ad, election: {calendar: xx, window: silence}}}\n",
            ("terms.yaml", TestPolicy.Terms("  ad: {about: A., en: [advert]}\n")),
            ("xx.yaml", """
                schema: 1
                kind: calendar
                id: xx
                title: Test
                source: none
                retrieved: 2026-01-01
                jurisdiction: XX
                validFrom: 2026-01-01
                validThrough: 2027-12-31
                utcOffsets: ["+01:00", "+01:00"]
                elections:
                  - {name: Run-off, dates: [2026-12-31], silence: {from: 1 day before, through: 1 day after}}
                """));

        Assert.Equal(
            [Decision.Allow, Decision.Block, Decision.Block, Decision.Block, Decision.Allow],
            new[] { "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02" }.Select(at => policy.Screen("an advert", at, "XX").Decision));
    }
}
