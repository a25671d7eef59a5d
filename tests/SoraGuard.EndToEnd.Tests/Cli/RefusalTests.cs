using System.Text.Json;

namespace SoraGuard.EndToEnd.Tests.Cli;

[Trait("Category", "Integration")]
public sealed class RefusalTests : IDisposable
{
    private const string Deceptive = "a candidate in the US presidential race confesses to fraud, leaked phone video";

    private readonly Soraguard program = new();

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData(Deceptive)]
    [InlineData("美国总统候选人承认舞弊，泄露的手机视频")]
    public async Task A_deceptive_clip_of_a_candidate_is_refused_with_rule_window_and_span(string prompt)
    {
        var run = await program.RunAsync("create", prompt, "--region", "US", "--at", "2028-10-20", "-o", Output, "--json");

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.False(File.Exists(Output));
        var rule = run.Json.GetProperty("verdict").GetProperty("rules").EnumerateArray().Single(r => r.GetProperty("ruleId").GetString() == "election-us/deceptive-candidate");
        Assert.Contains("2028", rule.GetProperty("window").ToString());
        Assert.NotEmpty(rule.GetProperty("spans").EnumerateArray());
    }

    [Fact]
    public async Task Outside_the_window_the_base_policy_decides()
    {
        var run = await program.RunAsync("create", Deceptive, "--region", "US", "--at", "2027-03-15", "-o", Output, "--json");

        Assert.Equal(3, run.ExitCode);
        Assert.All(run.Json.GetProperty("verdict").GetProperty("rules").EnumerateArray().Where(r => r.GetProperty("action").GetString() == "block"),
            r => Assert.StartsWith("base/", r.GetProperty("ruleId").GetString()));
    }

    [Fact]
    public async Task A_refusal_says_why_to_a_person()
    {
        var run = await program.RunAsync("create", Deceptive, "--region", "US", "--at", "2028-10-20", "-o", Output);

        Assert.Contains("election-us/deceptive-candidate", run.Output);
        Assert.Contains("window: Federal general election of 2028-11-07, campaign from 2028-09-01 through 2028-11-07 (US)", run.Output);
        Assert.Contains("span: \"candidate in the US presidential race\" (2-39)", run.Output);
    }

    [Fact]
    public async Task Campaign_material_is_refused_inside_the_window_and_not_outside()
    {
        const string advertisement = "campaign advertisement for the Democratic Party with cheering crowds";

        Assert.Equal(3, (await program.RunAsync("screen", advertisement, "--region", "US", "--at", "2028-10-20")).ExitCode);
        Assert.Equal(0, (await program.RunAsync("screen", advertisement, "--region", "US", "--at", "2028-05-20")).ExitCode);
    }

    [Fact]
    public async Task Screening_in_bulk_answers_line_by_line()
    {
        var lines = Path.Combine(program.Data, "prompts.jsonl");
        await File.WriteAllLinesAsync(lines,
        [
            """{"id": "a", "prompt": "a red paper boat sails left across a stormy sea"}""",
            $$"""{"id": "b", "prompt": "{{Deceptive}}", "region": "US", "at": "2028-10-20"}""",
            """{"id": "c"}""",
        ]);

        var run = await program.RunAsync("screen", "--jsonl", lines);

        var answers = run.Output.TrimEnd().Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([("a", "allow"), ("b", "block"), (null, "block")], answers.Select(a => (a.GetProperty("id").GetString(), a.GetProperty("decision").GetString())));
        Assert.Equal(2, run.ExitCode); // the third line is no request
        Assert.All(answers, a => Assert.Equal(64, a.GetProperty("policy").GetString()!.Length));
    }

    private string Output => Path.Combine(program.Data, "out.mp4");
}
