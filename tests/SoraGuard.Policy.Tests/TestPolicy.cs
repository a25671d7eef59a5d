using System.Text;

namespace SoraGuard.Policy.Tests;

/// <summary>Small policies written in the test that needs them.</summary>
internal static class TestPolicy
{
    public const string Base = """
        schema: 1
        kind: policy
        id: base
        role: base
        title: Test
        description: For tests.
        categories: {gore: Gore., violence: Violence., sexual-minors: Minors.}
        tiers:
          public: {about: All., label: always, quota: {clipsPerDay: 1, secondsPerClip: 1, secondsPerDay: 1}}
          artist: {about: Artists., label: on-export, quota: {clipsPerDay: 1, secondsPerClip: 1, secondsPerDay: 1}, expires: 2028-12-31}

        """;

    public static PolicyFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    public static PolicyCompilation Compile(params (string Path, string Text)[] files) =>
        PolicyCompiler.Compile([.. files.Select(file => File(file.Path, file.Text))]);

    /// <summary>The test base with these rules, and other files beside it.</summary>
    public static PolicyModel WithRules(string rules, params (string Path, string Text)[] files) =>
        Compile([("base.yaml", Base + "rules:\n" + rules), .. files]).RequireModel();

    public static string Terms(string groups, string except = "") => $"schema: 1\nkind: terms\nid: terms\n{except}groups:\n{groups}";

    public static Verdict Screen(this PolicyModel policy, string prompt, string at = "2027-03-15", string? region = null, string tier = "public") =>
        policy.Evaluate(new PolicySignals { Prompt = prompt, Region = region, Tier = tier }, PolicyTime.Parse(at));

    public static IEnumerable<string> Pieces(this Verdict verdict, string prompt) =>
        verdict.Rules.SelectMany(rule => rule.Spans).Distinct().OrderBy(span => span.Start).Select(span => prompt.Substring(span.Start, span.Length));
}
