using SoraGuard.Media.Labels;

namespace SoraGuard.Media.Tests.Labels;

public sealed class AigcRecordTests
{
    private const string Example =
        "{\"AIGC\":{\"Label\":\"1\",\"ContentProducer\":\"001191110102MA01\",\"ProduceID\":\"clip-7f\",\"ReservedCode1\":\"a+/=\","
        + "\"ContentPropagator\":\"001191110102MA01\",\"PropagateID\":\"clip-7f\",\"ReservedCode2\":\"\"}}";

    private static readonly AigcRecord s_record = AigcRecord.FirstWrite("001191110102MA01", "clip-7f", "a+/=");

    [Fact]
    public void ToJson_IsExact() => Assert.Equal(Example, s_record.ToJson());

    [Fact]
    public void TryParse_GivesTheRecordBack()
    {
        Assert.True(AigcRecord.TryParse(Example, out var record, out var problems));
        Assert.Empty(problems);
        Assert.Equal(s_record, record);
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("has\"quote")]
    [InlineData("has\\backslash")]
    [InlineData("has\ttab")]
    [InlineData("has\u007Fdelete")]
    [InlineData("生成")]
    public void ForbiddenCharacters_AreRefusedBothWays(string value)
    {
        var record = s_record with { ReservedCode2 = value };

        Assert.Contains("ReservedCode2", Assert.Single(record.Problems()), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(record.ToJson);
        var json = Example.Replace("\"ReservedCode2\":\"\"", "\"ReservedCode2\":" + System.Text.Json.JsonSerializer.Serialize(value), StringComparison.Ordinal);
        Assert.False(AigcRecord.TryParse(json, out _, out var problems));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void EveryAllowedCharacter_Passes()
    {
        var all = string.Concat(Enumerable.Range(0x21, 0x7E - 0x21 + 1).Select(c => (char)c).Where(c => c is not '"' and not '\\'));
        var record = s_record with { ReservedCode1 = all };

        Assert.True(AigcRecord.TryParse(record.ToJson(), out var back, out _));
        Assert.Equal(all, back.ReservedCode1);
    }

    [Fact]
    public void Problems_AreAllNamed()
    {
        var record = new AigcRecord { Label = (AigcLabel)4, ContentProducer = "", ProduceId = "a b", ContentPropagator = "p", PropagateId = new string('x', 1025) };

        Assert.Equal(4, record.Problems().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"AIGC\":\"1\"}")]
    [InlineData("{\"AIGC\":{}}")]
    [InlineData("{\"aigc\":{\"Label\":\"1\"}}")]
    [InlineData("{\"AIGC\":{\"AIGC\":{\"AIGC\":{\"AIGC\":{\"AIGC\":{}}}}}}")]
    public void OtherJson_IsNoRecord(string json)
    {
        Assert.False(AigcRecord.TryParse(json, out var record, out var problems));
        Assert.Null(record);
        Assert.NotEmpty(problems);
    }

    [Theory]
    [InlineData("\"Label\":\"1\"", "\"Label\":1")]
    [InlineData("\"Label\":\"1\"", "\"Label\":\"4\"")]
    [InlineData("\"Label\":\"1\"", "\"Label\":\"01\"")]
    [InlineData("\"Label\":\"1\"", "\"Label\":\"\"")]
    [InlineData("\"Label\":\"1\"", "\"Label\":null")]
    [InlineData("\"Label\":\"1\"", "\"Label\":\"1\",\"Label\":\"1\"")]
    [InlineData("\"Label\":\"1\"", "\"Label\":\"1\",\"Extra\":\"1\"")]
    [InlineData("\"Label\":\"1\"", "\"Label\":\"1\",\"Extra\":1")]
    [InlineData("\"Label\":\"1\",", "")]
    [InlineData("\"ProduceID\":\"clip-7f\"", "\"ProduceID\":\"\"")]
    public void ARecordThatBreaksTheRules_IsRefused(string part, string instead) =>
        Assert.False(AigcRecord.TryParse(Example.Replace(part, instead, StringComparison.Ordinal), out _, out _));

    [Fact]
    public void FromTags_WantsExactlyOneRecord()
    {
        Assert.False(AigcReading.FromTags(new Dictionary<string, string> { ["title"] = Example }).Found);
        Assert.Equal(s_record, AigcReading.FromTags(new Dictionary<string, string> { ["AIGC"] = Example }).Record);

        var two = AigcReading.FromTags(new Dictionary<string, string> { ["AIGC"] = Example, ["com.example.AIGC"] = Example });
        Assert.True(two.Found);
        Assert.Null(two.Record);
        Assert.Contains("exactly one", Assert.Single(two.Problems), StringComparison.Ordinal);

        var broken = AigcReading.FromTags(new Dictionary<string, string> { ["AIGC"] = "{}" });
        Assert.True(broken.Found);
        Assert.NotEmpty(broken.Problems);
    }
}
