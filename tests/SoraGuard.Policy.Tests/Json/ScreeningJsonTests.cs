using System.Text;
using System.Text.Json;
using SoraGuard.Policy.Json;

namespace SoraGuard.Policy.Tests.Json;

public sealed class ScreeningJsonTests
{
    private static readonly PolicyModel Policy = TestPolicy.WithRules(
        "  - {id: blood, category: gore, action: block, version: 2, reason: No blood., when: {terms: blood}}\n",
        ("t.yaml", TestPolicy.Terms("  blood: {about: B., category: gore, weight: 0.4, en: [blood], zh: [鲜血]}\n")));

    [Fact]
    public void The_output_line_has_the_keys_of_the_contract()
    {
        var line = Write(writer => VerdictJson.WriteLine(writer, "7", Policy.Screen("red blood"), 42));

        Assert.Equal($$"""{"id":"7","decision":"block","categories":{"gore":0.9,"sexual-minors":0,"violence":0},"rules":["base/blood"],"policy":"{{Policy.Digest}}","micros":42}""", line);
    }

    [Fact]
    public void The_whole_verdict_names_version_reason_and_spans_in_the_original()
    {
        var json = Encoding.UTF8.GetString(VerdictJson.ToUtf8Bytes(Policy.Screen("𝓫𝓵𝓸𝓸𝓭 and 鮮血")));

        Assert.Equal($$"""{"decision":"block","categories":{"gore":0.9,"sexual-minors":0,"violence":0},"rules":[{"id":"base/blood","version":2,"action":"block","category":"gore","reason":"No blood.","spans":[{"start":0,"length":10},{"start":15,"length":2}]}],"policy":"{{Policy.Digest}}","tier":"public"}""", json);
    }

    [Fact]
    public void What_is_not_accepted_is_refused_with_its_error()
    {
        var error = Assert.Throws<PolicyRequestException>(() => Policy.Screen(" "));

        using var line = JsonDocument.Parse(Write(writer => VerdictJson.WriteRefusal(writer, "7", error, Policy.Digest)));

        Assert.Equal(["id", "decision", "categories", "rules", "policy", "micros", "error"], line.RootElement.EnumerateObject().Select(key => key.Name));
        Assert.Equal("block", line.RootElement.GetProperty("decision").GetString());
        Assert.Equal("prompt_empty", line.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void An_input_line_is_read_with_its_options()
    {
        var line = ScreeningLine.Parse("""{"id": "a1", "prompt": "一艘红船", "region": "US", "at": "2028-10-20", "tier": "artist", "extra": [1]}""");

        Assert.Equal(("a1", "一艘红船", "US", "2028-10-20", "artist"), (line.Id, line.Prompt, line.Region, line.At.ToString(), line.Tier));
        Assert.Equal(new PolicySignals { Prompt = "一艘红船", Region = "US", Tier = "artist" }, line.ToSignals("DE"));
        Assert.Equal(("DE", "public"), (ScreeningLine.Parse("""{"id": 3, "prompt": "x"}""").ToSignals("DE").Region, ScreeningLine.Parse("""{"id": 3, "prompt": "x"}""").ToSignals().Tier));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\": \"a\"}")]
    [InlineData("{\"prompt\": \"a\"}")]
    [InlineData("{\"id\": \"a\", \"prompt\": 5}")]
    [InlineData("{\"id\": \"a\", \"prompt\": \"\\ud800\"}")]
    [InlineData("{\"id\": \"a\", \"prompt\": \"a\"")]
    [InlineData("{\"id\": {\"a\": [[[[[[[[[1]]]]]]]]]}, \"prompt\": \"a\"}")]
    public void A_line_that_is_not_of_the_contract_is_a_typed_error(string line) =>
        Assert.Equal("invalid_line", Assert.Throws<PolicyRequestException>(() => ScreeningLine.Parse(line)).Code);

    [Fact]
    public void A_line_beyond_the_limit_is_refused_before_it_is_parsed() =>
        Assert.Equal("invalid_line", Assert.Throws<PolicyRequestException>(() => ScreeningLine.Parse(new string('{', ScreeningLine.MaxLength + 1))).Code);

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
