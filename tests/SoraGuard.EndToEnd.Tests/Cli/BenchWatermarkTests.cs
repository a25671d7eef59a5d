using System.Diagnostics;
using System.Text.Json;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>A small fixed part of the attack bench, which fails where the watermark has become weaker; and other marks, given as commands.</summary>
[Trait("Category", "Integration")]
public sealed class BenchWatermarkTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("soraguard-bench-test-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_whole_payload_is_read_after_each_of_these_attacks()
    {
        await DrawAsync();

        var attacks = await BenchAsync("--attacks", "h264-30,vp9-600k,crop-71,flip,half-the-frames");

        Assert.All(attacks, a => Assert.True(a.GetProperty("recovered").GetInt32() == 1 && a.GetProperty("meetsGoal").GetBoolean(), a.ToString()));
        Assert.Equal(["h264-30", "vp9-600k", "crop-71", "flip", "half-the-frames"], attacks.Select(a => a.GetProperty("attack").GetString()));
    }

    [Theory]
    [InlineData("cat \"${1%/*}/payload\"", 1)]
    [InlineData("echo 0123456789abcdef", 0)] // another payload
    [InlineData("true", 0)] // nothing
    public async Task A_mark_given_as_commands_is_scored_alike(string detector, int recovered)
    {
        await DrawAsync();

        var attacks = await BenchAsync(
            "--attacks", "flip",
            "--embedder", Script("embed", "cp \"$1\" \"$2\"; echo \"$3\" >\"${2%/*}/payload\""), "--detector", Script("detect", detector));

        Assert.Equal(recovered, Assert.Single(attacks).GetProperty("recovered").GetInt32());
    }

    [Theory]
    [InlineData("--attacks", "no-such-attack")]
    [InlineData("--embedder", "cp")]
    public async Task What_cannot_be_run_is_refused_at_once(params string[] arguments)
    {
        using var soraguard = new Soraguard();

        var run = await soraguard.RunAsync(["bench", "watermark", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(arguments[0] == "--attacks" ? "no-such-attack" : "go together", run.Errors, StringComparison.Ordinal);
    }

    private async Task<JsonElement[]> BenchAsync(params string[] arguments)
    {
        using var soraguard = new Soraguard();
        var run = await soraguard.RunAsync(["bench", "watermark", "--clips", Path.Combine(folder.FullName, "clips"), "--json", .. arguments]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("attacks").EnumerateArray()];
    }

    private async Task DrawAsync()
    {
        var clip = Path.Combine(folder.CreateSubdirectory("clips").FullName, "drawn.mp4");
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=24:d=3", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "10", clip]);
        await ffmpeg.WaitForExitAsync();
        Assert.Equal(0, ffmpeg.ExitCode);
    }

    private string Script(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{content}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
