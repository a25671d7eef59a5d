using System.Text.Json;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>What somebody else made of a released clip, or passes off as one: what is proven is said, the rest is called a claim.</summary>
[Trait("Category", "Integration")]
[Collection(ReleasedClipCollection.Name)]
public sealed class ReleasedClipForgeryTests(ReleasedClip clip)
{
    [Fact]
    public async Task A_copy_with_a_box_at_its_end_is_ours_and_broken()
    {
        var copy = clip.Copy("appended.mp4");
        await Splice.AppendBoxAsync(clip.Path, "xtra", copy);

        var run = await clip.Program.RunAsync("verify", copy, "--json");

        Assert.Equal((3, true, "false"), (run.ExitCode, run.Json.GetProperty("ours").GetBoolean(), Intact(run)));
    }

    [Theory]
    [InlineData("free")]
    [InlineData("wide")]
    public async Task A_box_before_the_first_one_does_not_hide_a_broken_manifest(string type)
    {
        var copy = clip.Copy($"{type}.mp4");
        await Splice.PrependBoxAsync(clip.Path, type, copy);
        await Peers.FfmpegAsync("-i", copy, "-f", "null", "-"); // it plays

        var run = await clip.Program.RunAsync("verify", copy, "--json");

        Assert.Equal((3, true, "false"), (run.ExitCode, run.Json.GetProperty("ours").GetBoolean(), Intact(run)));
        Assert.True(C2pa(run).GetProperty("found").GetBoolean());
    }

    [Fact]
    public async Task A_copy_signed_again_by_another_service_is_ours_and_not_intact_on_its_word()
    {
        var copy = await SignedByEvilCorpAsync("resigned.mp4", "compositeWithTrainedAlgorithmicMedia");

        var run = await clip.Program.RunAsync("verify", copy, "--json");
        var text = (await clip.Program.RunAsync("verify", copy)).Output;

        Assert.Equal((0, true, "null"), (run.ExitCode, run.Json.GetProperty("ours").GetBoolean(), Intact(run)));
        Assert.NotEqual("EvilCorp", run.Json.GetProperty("by").GetString());
        Assert.Equal("Valid", C2pa(run).GetProperty("detail").GetProperty("state").GetString());
        Assert.Contains("claimed by EvilCorp (not proven)", text);
        Assert.DoesNotContain("; intact", text);
    }

    [Fact]
    public async Task A_copy_that_another_signs_as_captured_contradicts_its_watermark()
    {
        var copy = await SignedByEvilCorpAsync("captured.mp4", "digitalCapture");

        var run = await clip.Program.RunAsync("verify", copy);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("digitalCapture", run.Output);
    }

    [Fact]
    public async Task What_this_service_signed_but_never_released_is_not_called_released()
    {
        var (plain, signed) = (clip.Copy("plain.mp4"), clip.Copy("signed.mp4"));
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-pix_fmt", "yuv420p", plain);
        Assert.Equal(0, (await clip.Program.RunAsync("c2pa", "sign", plain, "-o", signed)).ExitCode);

        var run = await clip.Program.RunAsync("verify", signed, "--json");

        Assert.Equal((0, false, "true"), (run.ExitCode, run.Json.GetProperty("ours").GetBoolean(), Intact(run)));
        Assert.Contains(run.Json.GetProperty("limits").EnumerateArray(), l => l.GetString()!.StartsWith("registry:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_producer_that_a_metadata_label_names_is_a_claim_and_a_name_cannot_steer_a_terminal()
    {
        var labelled = clip.Copy("labelled\u001b[31m.mp4");
        var label = """{"AIGC":{"Label":"1","ContentProducer":"OpenAI","ProduceID":"7","ReservedCode1":"","ContentPropagator":"","PropagateID":"","ReservedCode2":""}}""";
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-pix_fmt", "yuv420p", "-movflags", "use_metadata_tags", "-metadata", $"AIGC={label}", labelled);

        var (run, text) = (await clip.Program.RunAsync("verify", labelled, "--json"), (await clip.Program.RunAsync("verify", labelled)).Output);

        Assert.Equal((0, "ai-generated", JsonValueKind.Null), (run.ExitCode, run.Json.GetProperty("verdict").GetString(), run.Json.GetProperty("by").ValueKind));
        Assert.Contains("claimed by OpenAI (not proven)", text);
        Assert.Contains(@"labelled\u001b[31m.mp4", text);
        Assert.DoesNotContain('\u001b', text);
    }

    /// <summary>The released clip without its manifest and label, under a manifest of another service.</summary>
    private async Task<string> SignedByEvilCorpAsync(string name, string sourceType)
    {
        using var evil = new Soraguard().Set("OPERATOR", "EvilCorp");
        var (stripped, copy) = (clip.Copy("bare-" + name), clip.Copy(name));
        await Peers.FfmpegAsync("-i", clip.Path, "-c", "copy", "-map_metadata", "-1", stripped);
        var signed = await evil.RunAsync("c2pa", "sign", stripped, "-o", copy, "--source-type", sourceType);
        Assert.True(signed.ExitCode == 0, signed.ToString());
        return copy;
    }

    private static string Intact(Run run) => run.Json.GetProperty("intact").GetRawText();

    private static JsonElement C2pa(Run run) => run.Json.GetProperty("evidence").EnumerateArray().Single(e => e.GetProperty("kind").GetString() == "c2pa");
}
