using SoraGuard.Media.Labels;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Tests.Contracts;

public sealed class ClipRequestInputTests
{
    [Fact]
    public void A_prompt_alone_is_enough()
    {
        var request = new ClipRequestInput { Prompt = "a red boat" }.Check(5);

        Assert.Equal((4, new FrameSize(1280, 720), "public", LabelProfile.Plain, 5UL), (request.Seconds, request.Size, request.Tier, request.Label, request.Seed));
    }

    [Theory]
    [InlineData("", "prompt")]
    [InlineData("  \n ", "prompt")]
    [InlineData(null, "prompt")]
    public void An_empty_prompt_is_refused(string? prompt, string field) => Assert.Equal([field], Fields(new() { Prompt = prompt }));

    [Fact]
    public void A_prompt_of_32000_characters_is_taken_and_one_more_is_not()
    {
        Assert.Empty(Fields(new() { Prompt = new('a', 32_000) }));
        Assert.Equal(["prompt"], Fields(new() { Prompt = new('a', 32_001) }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public void A_prompt_that_no_database_can_hold_is_refused(int unit) => // half a surrogate pair cannot stand in an attribute
        Assert.All([$"{(char)unit}a boat", $"a boat{(char)unit}"], prompt => Assert.Equal(["prompt"], Fields(new() { Prompt = prompt })));

    [Fact]
    public void A_prompt_may_hold_any_other_character() => Assert.Empty(Fields(new() { Prompt = "a red 🚤,\n\tat sea" }));

    [Fact]
    public void Names_are_short_and_not_repeated_when_they_are_not()
    {
        var @long = new string('x', ClipRequestInput.LongestName + 1);

        var refused = Assert.Throws<InvalidClipRequestException>(() =>
            new ClipRequestInput { Prompt = "x", Size = @long, Region = @long, At = @long, Tier = @long, Label = @long, Model = @long }.Check(1));

        Assert.Equal(["size", "region", "at", "tier", "label", "model"], refused.Problems.Select(p => p.Field));
        Assert.DoesNotContain(@long, refused.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x1B)]
    [InlineData(0xD800)]
    public void A_model_is_a_plain_name(int unit) => Assert.Equal(["model"], Fields(new() { Prompt = "x", Model = $"sora{(char)unit}2" }));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(-3, false)]
    public void Seconds_go_from_1_to_60(int seconds, bool taken) => Assert.Equal(taken ? [] : ["seconds"], Fields(new() { Prompt = "x", Seconds = seconds }));

    [Theory]
    [InlineData("1280X720", true)]
    [InlineData("1281x720", false)]
    [InlineData("big", false)]
    [InlineData("", false)]
    public void A_size_is_one_of_the_listed(string size, bool taken) => Assert.Equal(taken ? [] : ["size"], Fields(new() { Prompt = "x", Size = size }));

    [Theory]
    [InlineData("DE", LabelProfile.Eu)]
    [InlineData("fr", LabelProfile.Eu)]
    [InlineData("CN", LabelProfile.Cn)]
    [InlineData("CN-31", LabelProfile.Cn)]
    [InlineData("US-CA", LabelProfile.Plain)]
    public void The_region_chooses_the_label(string region, LabelProfile label) => Assert.Equal(label, new ClipRequestInput { Prompt = "x", Region = region }.Check(1).Label);

    [Fact]
    public void Every_problem_is_reported_at_once() =>
        Assert.Equal(["prompt", "seconds", "size", "region", "at", "label"], Fields(new() { Prompt = "", Seconds = 0, Size = "x", Region = "nowhere", At = "soon", Label = "neon" }));

    private static string[] Fields(ClipRequestInput input)
    {
        try
        {
            input.Check(1);
            return [];
        }
        catch (InvalidClipRequestException e)
        {
            return [.. e.Problems.Select(p => p.Field)];
        }
    }
}
