using SoraGuard.Policy.Cases;

namespace SoraGuard.Policy.Tests.Shipped;

public sealed class ShippedCasesTests
{
    [Fact]
    public void Every_shipped_case_passes()
    {
        var cases = PolicyCases.Read(ShippedPolicy.Files);

        var failed = PolicyCases.Run(ShippedPolicy.Model, cases.Cases).Where(result => !result.Passed)
            .Select(result => $"{result.Case.Id} ({result.Case.File}:{result.Case.Line}): {string.Join("; ", result.Failures)}");

        Assert.Empty(cases.Diagnostics);
        Assert.Empty(failed);
    }

    [Fact]
    public void There_are_enough_cases_in_both_languages_and_of_every_decision()
    {
        var cases = PolicyCases.Read(ShippedPolicy.Files).Cases;

        Assert.True(cases.Count >= 150, $"{cases.Count} cases");
        Assert.True(cases.Count(@case => @case.Signals.Prompt.Any(letter => letter is >= '\u4e00' and <= '\u9fff')) >= 50);
        foreach (var decision in Enum.GetValues<Decision>())
            Assert.True(cases.Count(@case => @case.Expect is [var only] && only == decision) >= 20, $"few cases of {decision}");
    }

    [Fact]
    public void Every_rule_of_the_shipped_policies_fires_in_some_case()
    {
        var cases = PolicyCases.Read(ShippedPolicy.Files).Cases;

        var fired = PolicyCases.Run(ShippedPolicy.Model, cases).SelectMany(result => result.Verdict?.Rules ?? []).Select(rule => rule.RuleId).ToHashSet();

        Assert.Empty(ShippedPolicy.Model.Rules.Select(rule => rule.Id).Except(fired));
    }
}
