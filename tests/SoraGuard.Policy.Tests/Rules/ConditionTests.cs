namespace SoraGuard.Policy.Tests.Rules;

public sealed class ConditionTests
{
    private const string Groups = """
          person: {about: P., en: [king, queen], zh: [国王]}
          act: {about: A., en: [steals, lies, steals the crown], zh: [偷窃]}
          play: {about: F., en: [puppet]}
          king: {about: K., en: [king], except: [king size bed, king crab]}
        """;

    [Theory]
    [InlineData("near: {of: [{terms: person}, {terms: act}]}", "the king steals", "king|steals")]
    [InlineData("near: {of: [{terms: person}, {terms: act}]}", "steals, says the king", "steals|king")]
    [InlineData("near: {of: [{terms: person}, {terms: act}]}", "The king sleeps. A cat steals.", null)]
    [InlineData("near: {of: [{terms: person}, {terms: act}], within: 2}", "the king never ever steals", null)]
    [InlineData("near: {of: [{terms: person}, {terms: act}], within: 2}", "the king never steals", "king|steals")]
    [InlineData("near: {of: [{terms: person}, {terms: act}], within: 2}", "国王经常偷窃", "国王|偷窃")]
    [InlineData("near: {of: [{terms: person}, {terms: act}], within: 2}", "国王每天早上都偷窃", null)]
    [InlineData("near: {of: [{terms: person}, {terms: act}], unless: {terms: play}}", "the puppet king steals", null)]
    [InlineData("near: {of: [{terms: person}, {terms: act}], unless: {terms: play}}", "A puppet sings. The king steals.", "king|steals")]
    [InlineData("near: {of: [{terms: person}, {terms: act}], inOrder: true}", "steals from the king", null)]
    [InlineData("near: {of: [{terms: person}, {terms: act}], inOrder: true}", "the king steals", "king|steals")]
    [InlineData("near: {of: [{terms: person}, {terms: act}], inOrder: true, within: 1}", "the king waits, the queen steals", "queen|steals")]
    [InlineData("near: {of: [{terms: person}], unless: {terms: play}}", "a king", "king")]
    [InlineData("all: [{terms: person}, {terms: act}]", "The king sleeps. A cat steals.", "king|steals")]
    [InlineData("any: [{terms: person}, {terms: act}]", "a cat steals, the queen lies", "steals|queen|lies")]
    [InlineData("{terms: person, not: {terms: play}}", "a king and a puppet", null)]
    [InlineData("terms: king", "a king size bed and king crab", null)]
    [InlineData("terms: king", "a king in a king size bed", "king")]
    [InlineData("terms: act", "she steals the crown", "steals the crown")]
    public void A_condition_holds_or_not_and_says_where(string when, string prompt, string? spans)
    {
        var policy = TestPolicy.WithRules(
            $"  - {{id: r, category: gore, action: block, reason: R., when: {(when[0] == '{' ? when : "{" + when + "}")}}}\n", ("t.yaml", TestPolicy.Terms(Groups)));

        var verdict = policy.Screen(prompt);

        Assert.Equal(spans is null ? Decision.Allow : Decision.Block, verdict.Decision);
        Assert.Equal(spans?.Split('|') ?? [], verdict.Pieces(prompt));
    }

    [Theory]
    [InlineData("region: US", "US-CA", true)]
    [InlineData("region: US-CA", "US", false)]
    [InlineData("region: [FR, DE]", "DE", true)]
    [InlineData("region: US", null, true)]
    [InlineData("not: {region: US}", "US", false)]
    [InlineData("not: {region: US}", "FR", true)]
    [InlineData("not: {region: US}", null, true)]
    [InlineData("not: {not: {region: US}}", null, true)]
    public void An_unknown_region_never_keeps_a_rule_from_firing(string when, string? region, bool fires)
    {
        var policy = TestPolicy.WithRules($"  - {{id: r, category: gore, action: block, reason: R., when: {{{when}}}}}\n");

        Assert.Equal(fires, policy.Screen("a cat", region: region).Decision == Decision.Block);
    }

    [Fact]
    public void Scores_abstention_input_and_tier_are_read_from_the_signals()
    {
        var policy = TestPolicy.WithRules("""
              - {id: a, category: gore, action: block, reason: R., when: {score: {name: x, atLeast: 0.5}}}
              - {id: b, category: gore, action: review, reason: R., when: {abstained: true}}
              - {id: c, category: gore, action: review, reason: R., when: {input: [broken, unsigned]}}
              - {id: d, category: gore, action: label, reason: R., when: {tier: artist}}
            """ + "\n");
        var signals = new PolicySignals
        {
            Prompt = "a cat", Tier = "artist", Abstained = "dark", Input = InputProvenance.Unsigned, Scores = new Dictionary<string, double> { ["x"] = 0.5 },
        };

        string[] Fired(PolicySignals given) => [.. policy.Evaluate(given, PolicyTime.Parse("2027-01-01")).Rules.Select(rule => rule.RuleId)];

        Assert.Equal(["base/a", "base/b", "base/c", "base/d"], Fired(signals));
        Assert.Equal([], Fired(new PolicySignals { Prompt = "a cat", Scores = new Dictionary<string, double> { ["x"] = 0.4999, ["y"] = 1 } }));
    }

    [Fact]
    public void A_name_holds_only_while_its_dates_say()
    {
        var policy = TestPolicy.WithRules(
            "  - {id: r, category: gore, action: block, reason: R., when: {entities: official}}\n",
            ("e.yaml", """
                schema: 1
                kind: entities
                id: e
                class: official
                about: A.
                source: none
                retrieved: 2026-01-01
                entities:
                  - {id: 1, name: Ada Example, aliases: [阿达], from: 2026-01-01, through: 2027-06-30}
                """));

        Assert.Equal(
            [Decision.Allow, Decision.Block, Decision.Block, Decision.Allow],
            new[] { "2025-12-31", "2026-01-01", "2027-06-30", "2027-07-01" }.Select(at => policy.Screen("阿達 dances", at).Decision));
    }

    [Fact]
    public void Spans_are_merged_and_limited()
    {
        var policy = TestPolicy.WithRules("  - {id: r, category: gore, action: block, reason: R., when: {terms: act}}\n", ("t.yaml", TestPolicy.Terms(Groups)));

        var verdict = policy.Screen(string.Join(", ", Enumerable.Repeat("steals the crown", 200)));

        Assert.Equal(RuleHit.MaxSpans, verdict.Rules[0].Spans.Count);
        Assert.All(verdict.Rules[0].Spans, span => Assert.Equal("steals the crown".Length, span.Length));
    }
}
