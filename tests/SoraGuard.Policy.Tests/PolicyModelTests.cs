using SoraGuard.Policy.Json;
using SoraGuard.Policy.Tests.Shipped;

namespace SoraGuard.Policy.Tests;

public sealed class PolicyModelTests
{
    private const string FourRules = """
          - {id: a-label, category: gore, action: label, reason: R., when: {terms: red}}
          - {id: b-block, category: gore, action: block, grants: {artist: review}, reason: R., when: {terms: blood}}
          - {id: c-review, category: violence, action: review, version: 3, weight: 0.55, reason: R., when: {terms: knife}}
        """;

    private static readonly (string, string)[] TermFile =
        [("t.yaml", TestPolicy.Terms("  red: {about: R., en: [red]}\n  blood: {about: B., category: gore, weight: 0.4, en: [blood]}\n  knife: {about: K., category: violence, weight: 0.2, en: [knife]}\n  axe: {about: K., category: violence, weight: 0.25, en: [axe]}\n"))];

    [Theory]
    [InlineData("a cat", Decision.Allow)]
    [InlineData("a red cat", Decision.Label)]
    [InlineData("a red cat with a knife", Decision.Review)]
    [InlineData("a red cat with a knife and blood", Decision.Block)]
    public void The_strictest_rule_decides(string prompt, Decision decision) => Assert.Equal(decision, TestPolicy.WithRules(FourRules, TermFile).Screen(prompt).Decision);

    [Fact]
    public void Rules_are_given_strictest_first_with_version_and_reason()
    {
        var verdict = TestPolicy.WithRules(FourRules, TermFile).Screen("a red cat with a knife and blood");

        Assert.Equal(["base/b-block", "base/c-review", "base/a-label"], verdict.Rules.Select(rule => rule.RuleId));
        Assert.Equal(3, verdict.Rules[1].Version);
    }

    [Fact]
    public void A_category_scores_the_greatest_of_terms_rules_and_signal()
    {
        var policy = TestPolicy.WithRules(FourRules, TermFile);
        var signals = new PolicySignals { Prompt = "an axe", Scores = new Dictionary<string, double> { ["gore"] = 0.125, ["other"] = 1 } };

        Assert.Equal(new Dictionary<string, double> { ["gore"] = 0.9, ["sexual-minors"] = 0, ["violence"] = 0.55 }, policy.Screen("blood and a knife").Categories);
        Assert.Equal(new Dictionary<string, double> { ["gore"] = 0.125, ["sexual-minors"] = 0, ["violence"] = 0.25 }, policy.Evaluate(signals, PolicyTime.Parse("2027-01-01")).Categories);
    }

    [Fact]
    public void A_grant_holds_until_the_tier_expires()
    {
        var policy = TestPolicy.WithRules(FourRules, TermFile);

        Assert.Equal(Decision.Review, policy.Screen("blood", "2028-12-31", tier: "artist").Decision);
        var expired = policy.Screen("blood", "2029-01-01", tier: "artist");
        Assert.Equal((Decision.Block, "public"), (expired.Decision, expired.Tier));
    }

    [Fact]
    public void Whatever_an_overlay_adds_no_verdict_gets_milder()
    {
        const string overlay = "schema: 1\nkind: policy\nid: o\nrole: overlay\ntitle: T\ndescription: D\nrules:\n  - {id: r, category: gore, action: label, reason: R., when: {terms: [red, blood, knife, axe]}}\n";
        var plain = TestPolicy.WithRules(FourRules, TermFile);
        var overlaid = TestPolicy.WithRules(FourRules, [.. TermFile, ("o.yaml", overlay)]);

        foreach (var prompt in new[] { "a cat", "red", "blood", "a knife", "red knife", "an axe" })
            foreach (var tier in new[] { "public", "artist" })
                Assert.True(overlaid.Screen(prompt, tier: tier).Decision >= plain.Screen(prompt, tier: tier).Decision);
    }

    [Fact]
    public void A_switched_off_overlay_adds_nothing_and_changes_the_digest()
    {
        var off = ShippedPolicy.Files.Select(file => file.Path != "election-us.yaml"
            ? file
            : TestPolicy.File(file.Path, System.Text.Encoding.UTF8.GetString(file.Content.Span).Replace("enabled: true", "enabled: false", StringComparison.Ordinal)));

        var model = PolicyCompiler.Compile([.. off]).RequireModel();

        Assert.Equal(Decision.Label, model.Screen("vote for the Republican Party", "2028-10-20", "US").Decision);
        Assert.NotEqual(ShippedPolicy.Model.Digest, model.Digest);
    }

    [Theory]
    [InlineData("", "prompt_empty")]
    [InlineData(" \n\t", "prompt_empty")]
    [InlineData("\u200b\u200d\u2060", "prompt_empty")]
    [InlineData("...!?", "prompt_empty")]
    [InlineData("\u0301\u0302", "prompt_empty")]
    public void A_prompt_with_nothing_to_read_is_a_typed_error(string prompt, string code) =>
        Assert.Equal(code, Assert.Throws<PolicyRequestException>(() => ShippedPolicy.Model.Screen(prompt)).Code);

    [Fact]
    public void A_prompt_is_accepted_up_to_its_limit_and_not_beyond()
    {
        Assert.Equal(Decision.Allow, ShippedPolicy.Model.Screen("sea " + new string(' ', PolicySignals.MaxPromptLength - 4)).Decision);
        Assert.Equal("prompt_too_long", Assert.Throws<PolicyRequestException>(() => ShippedPolicy.Model.Screen(new string('a', PolicySignals.MaxPromptLength + 1))).Code);
        Assert.Equal("prompt_too_long", Assert.Throws<PolicyRequestException>(() => ShippedPolicy.Model.Screen(new string('a', 1 << 20))).Code);
    }

    [Theory]
    [InlineData("tier", "unknown_tier")]
    [InlineData("region", "invalid_region")]
    [InlineData("score", "invalid_score")]
    [InlineData("nan", "invalid_score")]
    public void Signals_that_make_no_sense_are_a_typed_error(string what, string code)
    {
        var signals = new PolicySignals
        {
            Prompt = "a cat",
            Tier = what == "tier" ? "vip" : "public",
            Region = what == "region" ? "Utah" : null,
            Scores = what is "score" or "nan" ? new Dictionary<string, double> { ["gore"] = what == "nan" ? double.NaN : 1.01 } : new Dictionary<string, double>(),
        };

        Assert.Equal(code, Assert.Throws<PolicyRequestException>(() => ShippedPolicy.Model.Evaluate(signals, PolicyTime.Parse("2027-01-01"))).Code);
    }

    [Fact]
    public void Hostile_prompts_are_decided()
    {
        string[] units = ["a\u0301\u0301", "k ", "k*l ", "bomb ", "president steals ", "🇰🇮", "一", "\ufdfa", "a.", "\ud83d", "trump killed a child in blood. "];
        foreach (var unit in units)
            ShippedPolicy.Model.Screen(string.Concat(Enumerable.Repeat(unit, PolicySignals.MaxPromptLength / unit.Length)) is var prompt && unit == "\ud83d" ? "a" + prompt[1..] : prompt, "2028-10-20");
    }

    [Fact]
    public void The_same_request_gives_the_same_bytes_from_two_compilations()
    {
        var again = PolicyCompiler.Compile([.. ShippedPolicy.Files.Reverse()]).RequireModel();

        foreach (var @case in SoraGuard.Policy.Cases.PolicyCases.Read(ShippedPolicy.Files).Cases)
            Assert.Equal(VerdictJson.ToUtf8Bytes(ShippedPolicy.Model.Evaluate(@case.Signals, @case.At)), VerdictJson.ToUtf8Bytes(again.Evaluate(@case.Signals, @case.At)));
    }

    [Fact]
    public void The_digest_is_of_what_counts_and_of_nothing_else()
    {
        string Digest(params (string, string)[] files) => TestPolicy.Compile(files).RequireModel().Digest;
        var plain = Digest(("base.yaml", TestPolicy.Base));

        Assert.Matches("^[0-9a-f]{64}$", plain);
        Assert.Equal(plain, Digest(("base.yaml", "\ufeff" + TestPolicy.Base.Replace("\n", "\r\n", StringComparison.Ordinal))));
        Assert.Equal(plain, Digest(("base.yaml", TestPolicy.Base), ("cases/a.yaml", "schema: 1\nkind: cases\nabout: A.\ndefaults: {at: 2027-01-01}\ncases: []\n")));
        Assert.NotEqual(plain, Digest(("other.yaml", TestPolicy.Base)));
        Assert.NotEqual(plain, Digest(("base.yaml", TestPolicy.Base.Replace("Gore.", "Gore!", StringComparison.Ordinal))));
    }
}
