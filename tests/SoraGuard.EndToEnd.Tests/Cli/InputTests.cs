using System.Text.Json;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Image to video and extension: the input's provenance goes along.</summary>
[Trait("Category", "Integration")]
public sealed class InputTests : IDisposable
{
    private readonly Soraguard program = new();

    public void Dispose() => program.Dispose();

    [PeerFact]
    public async Task An_extended_clip_keeps_its_first_part_and_names_its_parent()
    {
        var (first, second) = (PathOf("first.mp4"), PathOf("second.mp4"));
        Assert.Equal(0, (await program.RunAsync("create", "a red boat moves left on the sea", "--seconds", "1", "--size", "640x360", "-o", first)).ExitCode);

        var run = await program.RunAsync("create", "a red boat moves left on the sea", "--extend", first, "--seconds", "2", "--size", "640x360", "-o", second, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        var verified = await program.RunAsync("verify", second, "--json");
        Assert.Equal((0, "ai-edited", true), (verified.ExitCode, verified.Json.GetProperty("verdict").GetString(), verified.Json.GetProperty("ours").GetBoolean()));
        var report = await Peers.NodeAsync("c2pa-read.mjs", program.RootCertificate, second);
        Assert.Equal("Trusted", report.GetProperty("state").GetString());
        Assert.Equal(2, report.GetProperty("report").GetProperty("manifests").EnumerateObject().Count());
        Assert.Equal(3, await DurationAsync(second), 1);
    }

    [Fact]
    public async Task An_image_is_set_in_motion_and_labelled_as_modified()
    {
        var (image, output) = (PathOf("image.jpg"), PathOf("out.mp4"));
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=600x400", "-frames:v", "1", image);

        var run = await program.RunAsync("create", "a blue fish rises in the sea", "--image", image, "--seconds", "1", "--size", "640x360", "--region", "DE", "-o", output, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal("AI MODIFIED", run.Json.GetProperty("marks").GetProperty("labelText").GetString());
    }

    [Fact]
    public async Task The_provenance_of_an_image_becomes_an_ingredient_of_the_clip()
    {
        var (image, signed, output) = (PathOf("plain.jpg"), PathOf("signed.jpg"), PathOf("moving.mp4"));
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=600x400", "-frames:v", "1", image);
        var manifest = (await program.RunAsync("c2pa", "sign", image, "-o", signed, "--json")).Json.GetProperty("manifest").GetString();

        await program.RunAsync("create", "a blue fish rises in the sea", "--image", signed, "--seconds", "1", "--size", "640x360", "-o", output);
        var run = await program.RunAsync("c2pa", "validate", output, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        var parent = Assert.Single(run.Json.GetProperty("ingredients").EnumerateArray());
        Assert.Contains(manifest!, parent.GetRawText(), StringComparison.Ordinal);
    }

    [SharedDataFact("c2pa")]
    public async Task A_clip_whose_provenance_is_broken_is_looked_at_by_a_person()
    {
        var run = await program.RunAsync("create", "a red boat moves left on the sea", "--extend", SharedData.PathOf("c2pa", "peer-made", "bad_mdat_byte.mp4"), "--seconds", "1", "-o", PathOf("out.mp4"), "--json");

        Assert.True(run.ExitCode is 3 or 4, run.ToString());
        Assert.Contains(run.Json.GetProperty("verdict").GetProperty("rules").EnumerateArray(), r => r.GetProperty("ruleId").GetString()!.Contains("input", StringComparison.Ordinal));
    }

    private string PathOf(string name) => Path.Combine(program.Data, name);

    private static async Task<double> DurationAsync(string clip)
    {
        using var probe = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "json", clip]) { RedirectStandardOutput = true })!;
        var json = JsonDocument.Parse(await probe.StandardOutput.ReadToEndAsync());
        return double.Parse(json.RootElement.GetProperty("format").GetProperty("duration").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
