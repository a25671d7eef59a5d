namespace SoraGuard.Policy.Tests;

public sealed class PolicyTimeTests
{
    [Theory]
    [InlineData("2028-10-20", "2028-10-20")]
    [InlineData("2028-10-20T12:30", "2028-10-20T12:30:00Z")]
    [InlineData("2028-10-20T12:30:15Z", "2028-10-20T12:30:15Z")]
    [InlineData("2028-10-20T12:30:15.25+02:00", "2028-10-20T10:30:15.25Z")]
    public void Parse_reads_dates_and_instants(string text, string printed) => Assert.Equal(printed, PolicyTime.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2028-13-01")]
    [InlineData("2028-02-30")]
    [InlineData("10/20/2028")]
    [InlineData("2028-10-20T25:00Z")]
    public void Parse_of_anything_else_is_a_typed_error(string text) =>
        Assert.Equal("invalid_time", Assert.Throws<PolicyRequestException>(() => PolicyTime.Parse(text)).Code);

    [Fact]
    public void The_ends_of_the_calendar_do_not_overflow()
    {
        var east = new UtcOffsets(TimeSpan.FromHours(14), TimeSpan.FromHours(-12));

        Assert.Equal(DateOnly.MaxValue, PolicyTime.AtInstant(DateTimeOffset.MaxValue).LocalDates(east).Latest);
        Assert.Equal(DateOnly.MinValue, PolicyTime.AtInstant(DateTimeOffset.MinValue).LocalDates(east).Earliest);
    }

    [Theory]
    [InlineData("US", true)]
    [InlineData("US-CA", true)]
    [InlineData("GB-ENG", true)]
    [InlineData("us", false)]
    [InlineData("USA", false)]
    [InlineData("US-", false)]
    [InlineData("US_CA", false)]
    [InlineData("US-CALI", false)]
    [InlineData("US-:A", false)]
    [InlineData(null, false)]
    public void Region_codes_have_the_form_of_ISO_3166(string? text, bool valid) => Assert.Equal(valid, Region.TryParse(text, out _));
}
