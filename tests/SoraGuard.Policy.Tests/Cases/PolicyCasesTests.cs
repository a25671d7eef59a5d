using SoraGuard.Policy.Cases;

namespace SoraGuard.Policy.Tests.Cases;

public sealed class PolicyCasesTests
{
    private static readonly PolicyModel Policy = TestPolicy.WithRules(
        "  - {id: blood, category: gore, action: block, reason: R., when: {terms: blood}}\n", ("t.yaml", TestPolicy.Terms("  blood: {about: B., en: [blood]}\n")));

    [Fact]
    public void A_case_fails_by_decision_rule_and_span_and_says_so()
    {
        var cases = Read("""
              - {id: good, prompt: red blood, expect: block, rules: [base/blood], spans: [blood]}
              - {id: wrong, prompt: a cat, expect: [review, block]}
              - {id: rule, prompt: blood, expect: block, rules: [base/other]}
              - {id: span, prompt: red blood, expect: block, spans: [red]}
              - {id: odd, prompt: "!", expect: block}
            """);

        var results = PolicyCases.Run(Policy, cases.Cases);

        Assert.Empty(cases.Diagnostics);
        Assert.Equal(
            [
                "",
                "expected review or block, got allow by no rule",
                "the rule base/other did not fire; fired: base/blood",
                "no rule points at \"red\"",
                "not accepted: The prompt holds nothing that can be read: write what the video should show",
            ],
            results.Select(result => string.Join("; ", result.Failures)));
        Assert.Equal([true, false, false, false, false], results.Select(result => result.Passed));
    }

    [Fact]
    public void Case_files_are_checked_like_policies()
    {
        var cases = Read("""
              - {id: a, prompt: x, expect: refuse}
              - {id: a, prompt: x, expect: block, at: yesterday}
              - {id: b, expect: block, scores: {gore: 2}}
            """);

        Assert.Equal(
            [
                "cases.yaml:6: unknown decision 'refuse' (known: allow, block, label, review)",
                "cases.yaml:7: 'yesterday' is no date: write YYYY-MM-DD or an ISO 8601 date and time",
                "cases.yaml:8: the key 'prompt' is missing",
                "cases.yaml:8: 'gore' must be a number from 0 to 1",
                "cases.yaml:7: there is a case 'a' already",
            ],
            cases.Diagnostics.Select(diagnostic => diagnostic.ToString()));
    }

    private static PolicyCaseSet Read(string cases) =>
        PolicyCases.Read([TestPolicy.File("cases.yaml", "schema: 1\nkind: cases\nabout: A.\ndefaults: {at: 2027-01-01}\ncases:\n" + cases)]);
}
