using SoraGuard.Pipeline;
using SoraGuard.Server.Api;

namespace SoraGuard.EndToEnd.Tests.Api;

public sealed class ApiKeysTests
{
    private const string First = "first-key-0123456789", Second = "second-key-0123456789";

    [Theory]
    [InlineData("Bearer " + First, "public")]
    [InlineData("bearer  " + Second, "artist")]
    [InlineData("Bearer " + Second + ":artist", null)]
    [InlineData("Bearer " + First + ":artist", null)]
    [InlineData("Bearer ", null)]
    [InlineData("Basic " + First, null)]
    [InlineData(First, null)]
    [InlineData(null, null)]
    public void TierOf_is_the_one_the_key_stands_for(string? header, string? tier) => Assert.Equal(tier, ApiKeys.Parse($"{First}, {Second}:artist").TierOf(header));

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer anything")]
    public void TierOf_without_keys_is_public(string? header) => Assert.Equal("public", ApiKeys.Parse(null).TierOf(header));

    [Theory]
    [InlineData("short")]
    [InlineData("short:artist")]
    [InlineData(First + ":")]
    [InlineData(First + ":artist:public")]
    [InlineData(First + "," + First + ":artist")]
    public void Parse_refuses_what_is_no_list_of_keys_without_repeating_them(string list) =>
        Assert.DoesNotContain(First, Assert.Throws<SettingsException>(() => ApiKeys.Parse(list)).Message);

    [Fact]
    public void A_tier_that_the_policy_does_not_know_is_refused_at_start()
    {
        ApiKeys.Parse($"{First}:artist").RequireTiers(["public", "artist"]);

        Assert.Contains("'royal'", Assert.Throws<SettingsException>(() => ApiKeys.Parse($"{First}:royal").RequireTiers(["public", "artist"])).Message);
    }
}
