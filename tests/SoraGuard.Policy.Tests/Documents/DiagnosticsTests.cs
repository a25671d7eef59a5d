namespace SoraGuard.Policy.Tests.Documents;

public sealed class DiagnosticsTests
{
    [Fact]
    public void Every_error_is_reported_at_once_with_file_line_and_hint()
    {
        var result = TestPolicy.Compile(
            ("base.yaml", """
                schema: 1
                kind: policy
                id: base
                role: base
                title: T
                description: D
                categories: {gore: Gore., sexual-minors: M.}
                tiers:
                  public: {about: A., label: allways, quota: {clipsPerDay: 0, secondsPerClip: 1, secondsPerDay: 1}}
                  artist: {about: A., label: always, quota: {clipsPerDay: 1, secondsPerClip: 1, secondsPerDay: 1}, expires: 31.12.2028}
                rules:
                  - id: Bad Id
                    category: gorre
                    action: block
                    reason: R.
                    when: {terms: blod}
                  - id: weak
                    category: gore
                    action: review
                    grants: {artits: label, artist: block}
                    reason: R.
                    whne: {terms: blood}
                  - id: weak
                    category: sexual-minors
                    action: block
                    grants: {artist: review}
                    reason: R.
                    weight: 1.5
                    when: {}
                  - {id: yes-please, category: gore, action: allow, reason: R., when: {abstained: maybe}}
                """),
            ("terms.yaml", "schema: 1\nkind: terms\nid: t\ngroups:\n  blood: {about: B., category: gore, en: ['...', blood]}\n"));

        Assert.Null(result.Model);
        Assert.Equal(
            [
                "base.yaml:9: 'clipsPerDay' must be a whole number above 0",
                "base.yaml:9: unknown label 'allways' (did you mean 'always'?)",
                "base.yaml:10: 'expires' must be a date (write it as YYYY-MM-DD)",
                "base.yaml:12: 'Bad Id' is no rule id (lower-case letters, digits and hyphens, starting with a letter, at most 64)",
                "base.yaml:13: unknown category 'gorre' (did you mean 'gore'?)",
                "base.yaml:16: unknown term group 'blod' (did you mean 'blood'?)",
                "base.yaml:17: the key 'when' is missing",
                "base.yaml:20: the grant to 'artist' must be milder than 'review' (one of allow, label)",
                "base.yaml:20: unknown tier 'artits' (did you mean 'artist'?)",
                "base.yaml:22: unknown key 'whne' (did you mean 'when'?)",
                "base.yaml:23: nothing is granted in the category 'sexual-minors' (remove 'grants')",
                "base.yaml:23: there is a rule 'weak' already (rule ids are unique in their document)",
                "base.yaml:28: 'weight' must be a number from 0 to 1",
                "base.yaml:29: the condition is empty",
                "base.yaml:30: 'abstained' must be true or false",
                "base.yaml:30: a rule cannot allow (what no rule names is allowed; use 'unless', 'not' or a term list's 'except')",
                "terms.yaml:5: 'category' and 'weight' go together (a group with neither is only a part of rules)",
                "terms.yaml:5: the term '...' holds no word",
            ],
            result.Diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal).OrderBy(text => text.Split(':')[0]).ThenBy(text => int.Parse(text.Split(':')[1])));
    }

    [Fact]
    public void Two_policies_with_one_id_are_refused()
    {
        const string overlay = "schema: 1\nkind: policy\nid: extra\nrole: overlay\ntitle: T\ndescription: D\n";

        var result = TestPolicy.Compile(("base.yaml", TestPolicy.Base), ("a.yaml", overlay), ("b.yaml", overlay));

        Assert.Equal("b.yaml:1: the id 'extra' is taken by a.yaml (give each document an id of its own)", Assert.Single(result.Diagnostics).ToString());
    }

    [Fact]
    public void Two_bases_or_none_are_refused()
    {
        var two = TestPolicy.Compile(("a.yaml", TestPolicy.Base), ("b.yaml", TestPolicy.Base.Replace("id: base", "id: other", StringComparison.Ordinal)));
        var none = TestPolicy.Compile(("t.yaml", TestPolicy.Terms("  a: {about: A., en: [a]}\n")));

        Assert.Contains("there is a base policy already: a.yaml", Assert.Single(two.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Contains("there is no base policy", Assert.Single(none.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overlay_can_only_add_rules()
    {
        var result = TestPolicy.Compile(("base.yaml", TestPolicy.Base), ("film.yaml", """
            schema: 1
            kind: policy
            id: film
            role: overlay
            title: T
            description: D
            tiers: {film: {}}
            rules:
              - {id: r, category: gore, action: block, grants: {artist: label}, reason: R., when: {abstained: true}}
            """));

        Assert.Equal(
            ["film.yaml:7: only the base policy has 'tiers' (an overlay adds rules, and so can only tighten)", "film.yaml:9: only the base policy grants a tier a milder action (remove 'grants')"],
            result.Diagnostics.Where(diagnostic => diagnostic.Message.StartsWith("only", StringComparison.Ordinal)).Select(diagnostic => diagnostic.ToString()));
    }

    [Theory]
    [InlineData("kind: polcy", "unknown kind 'polcy'")]
    [InlineData("schema: 2", "schema 2 is not known")]
    [InlineData("jurisdiction: USA", "'USA' is no region")]
    [InlineData("utcOffsets: [\"-10:00\", \"-04:00\"]", "easternmost first")]
    [InlineData("utcOffsets: [\"-25:00\", \"-26:00\"]", "easternmost first")]
    [InlineData("validThrough: 1999-01-01", "must be a span of time")]
    [InlineData("elections: [{name: N, rule: us-general, dates: [2026-01-01], campaign: {from: 09-01, through: election day}}]", "either 'dates' or a 'rule'")]
    [InlineData("elections: [{name: N, rule: uk-general, campaign: {from: 09-01, through: election day}}]", "unknown rule 'uk-general'")]
    [InlineData("elections: [{name: N, dates: [01/01/2026], campaign: {from: 09-01, through: election day}}]", "'01/01/2026' is no date")]
    [InlineData("elections: [{name: N, rule: us-general, campaign: {from: someday, through: election day}}]", "'someday' is no end of a window")]
    [InlineData("elections: [{name: N, rule: us-general}]", "the election has no window")]
    [InlineData("elections: []", "the calendar has no elections")]
    public void A_calendar_is_checked(string change, string message)
    {
        const string calendar = """
            schema: 1
            kind: calendar
            id: c
            title: T
            source: S
            retrieved: 2026-01-01
            jurisdiction: US
            validFrom: 2000-01-01
            validThrough: 2030-01-01
            utcOffsets: ["-04:00", "-10:00"]
            elections: [{name: N, rule: us-general, campaign: {from: 09-01, through: election day}}]
            """;
        var key = change.Split(':')[0] + ":";
        var changed = string.Join('\n', calendar.Split('\n').Select(line => line.StartsWith(key, StringComparison.Ordinal) ? change : line));

        Assert.Contains(TestPolicy.Compile(("base.yaml", TestPolicy.Base), ("c.yaml", changed)).Diagnostics, diagnostic => diagnostic.Message.Contains(message, StringComparison.Ordinal));
        Assert.Empty(TestPolicy.Compile(("base.yaml", TestPolicy.Base), ("c.yaml", calendar)).Diagnostics);
    }
}
