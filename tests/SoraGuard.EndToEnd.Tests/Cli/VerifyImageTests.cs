using System.Text.Json;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary><c>soraguard verify</c> of still images and of files with a sidecar: answered by their manifests, the rest said not to be checked.</summary>
[Trait("Category", "Integration")]
public sealed class VerifyImageTests : IDisposable
{
    private readonly Soraguard program = new();

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("image.jpg")]
    [InlineData("image.png")]
    public async Task A_signed_image_is_known_and_a_changed_one_broken(string name)
    {
        var (image, signed, changed) = (await ImageAsync(name), PathOf("signed-" + name), PathOf("changed-" + name));
        await program.RunAsync("c2pa", "sign", image, "-o", signed);
        var bytes = await File.ReadAllBytesAsync(signed);
        bytes[^20] ^= 1; // of the last bytes of the picture
        await File.WriteAllBytesAsync(changed, bytes);

        var run = await program.RunAsync("verify", image, signed, changed, "--json");

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["no-evidence", "ai-generated", "no-evidence"], lines.Select(l => l.GetProperty("verdict").GetString()));
        Assert.Equal([null, true, false], lines.Select(l => l.GetProperty("intact").ValueKind == JsonValueKind.Null ? null : (bool?)l.GetProperty("intact").GetBoolean()));
        Assert.Equal(["file", "verdict", "by", "ours", "intact", "misleading", "evidence", "limits"], lines[1].EnumerateObject().Select(p => p.Name));
        Assert.All(lines, l => Assert.Contains(l.GetProperty("limits").EnumerateArray(), limit => limit.GetString()!.Contains("still image", StringComparison.Ordinal)));
        Assert.Equal(3, run.ExitCode);
        Assert.Equal((1, 0), ((await program.RunAsync("verify", image)).ExitCode, (await program.RunAsync("verify", signed)).ExitCode));
    }

    [Fact]
    public async Task A_file_with_a_sidecar_is_known_by_it_and_no_other_file()
    {
        var (image, other, sidecar) = (await ImageAsync("image.jpg"), await ImageAsync("other.png"), PathOf("image.c2pa"));
        await program.RunAsync("c2pa", "sign", image, "--sidecar", "-o", sidecar);

        var run = await program.RunAsync("verify", image, "--sidecar", sidecar, "--json");

        Assert.Equal((0, "ai-generated"), (run.ExitCode, run.Json.GetProperty("verdict").GetString()));
        Assert.Equal(3, (await program.RunAsync("verify", other, "--sidecar", sidecar)).ExitCode);
        var alone = await program.RunAsync("verify", sidecar);
        Assert.True(alone.ExitCode == 2 && alone.Output.Contains("--sidecar", StringComparison.Ordinal), alone.ToString());
        Assert.Equal(2, (await program.RunAsync("verify", image, "--sidecar", PathOf("nowhere.c2pa"))).ExitCode);
        Assert.Equal(2, (await program.RunAsync("verify", image, other, "--sidecar", sidecar)).ExitCode);
    }

    [Fact]
    public async Task A_sidecar_that_cannot_be_read_leaves_every_file_unreadable_and_is_named()
    {
        var (image, video, note, junk, sidecar) = (await ImageAsync("image.jpg"), PathOf("clip.mp4"), PathOf("note.txt"), PathOf("junk.c2pa"), PathOf("image.c2pa"));
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:d=0.4", "-c:v", "libx264", "-pix_fmt", "yuv420p", video);
        await File.WriteAllTextAsync(note, "a note");
        await File.WriteAllTextAsync(junk, "no manifest store");
        await program.RunAsync("c2pa", "sign", image, "--sidecar", "-o", sidecar);
        await File.WriteAllBytesAsync(PathOf("short.c2pa"), (await File.ReadAllBytesAsync(sidecar))[..400]);

        foreach (var file in new[] { image, video, note })
            foreach (var store in new[] { junk, PathOf("short.c2pa"), video })
            {
                var run = await program.RunAsync("verify", file, "--sidecar", store, "--json");

                Assert.True(run.ExitCode == 2 && run.Json.GetProperty("verdict").GetString() == "unreadable", run.ToString());
                Assert.Contains(store, Assert.Single(run.Json.GetProperty("limits").EnumerateArray()).GetString(), StringComparison.Ordinal);
            }
    }

    [Fact]
    public async Task With_a_sidecar_it_is_said_that_the_file_was_not_searched()
    {
        var (image, sidecar) = (await ImageAsync("image.jpg"), PathOf("image.c2pa"));
        await program.RunAsync("c2pa", "sign", image, "--sidecar", "-o", sidecar);

        Assert.Contains("inside the file was not looked at", (await program.RunAsync("verify", image, "--sidecar", sidecar)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("inside the file was not looked at", (await program.RunAsync("verify", image)).Output, StringComparison.Ordinal);
    }

    /// <summary>A video that calls itself one is not: its marks would be passed over.</summary>
    [Fact]
    public async Task An_image_in_boxes_is_answered_as_an_image()
    {
        var (signed, video, avif) = (PathOf("signed.avif"), PathOf("clip.mp4"), PathOf("image.avif"));
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=160x90", "-frames:v", "1", "-pix_fmt", "yuv420p", avif);
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:d=0.4", "-c:v", "libx264", "-pix_fmt", "yuv420p", video);
        var bytes = await File.ReadAllBytesAsync(video);
        "avif"u8.CopyTo(bytes.AsSpan(8));
        await File.WriteAllBytesAsync(PathOf("branded.mp4"), bytes);
        await program.RunAsync("c2pa", "sign", avif, "-o", signed);

        var (plain, claimed, branded) = (await program.RunAsync("verify", avif, "--json"), await program.RunAsync("verify", signed, "--json"), await program.RunAsync("verify", PathOf("branded.mp4"), "--json"));

        Assert.Equal((1, "no-evidence"), (plain.ExitCode, plain.Json.GetProperty("verdict").GetString()));
        Assert.Equal((0, "ai-generated"), (claimed.ExitCode, claimed.Json.GetProperty("verdict").GetString()));
        Assert.Equal((2, "unreadable"), (branded.ExitCode, branded.Json.GetProperty("verdict").GetString()));
    }

    [SharedDataFact("c2pa")]
    public async Task An_image_in_boxes_by_others_can_be_read()
    {
        var run = await program.RunAsync("verify", SharedData.PathOf("c2pa", "c2pa-rs", "sample1.avif"), "--json");

        Assert.True(run.ExitCode == 1 && run.Json.GetProperty("verdict").GetString() == "no-evidence", run.ToString());
    }

    [Fact]
    public async Task An_image_that_is_cut_off_is_unreadable_or_broken_never_without_evidence()
    {
        var (image, signed) = (await ImageAsync("image.jpg"), PathOf("signed.jpg"));
        await program.RunAsync("c2pa", "sign", image, "-o", signed);
        await File.WriteAllBytesAsync(PathOf("short.jpg"), (await File.ReadAllBytesAsync(image))[..30]);
        await File.WriteAllBytesAsync(PathOf("short-signed.jpg"), (await File.ReadAllBytesAsync(signed))[..2000]);

        Assert.Equal(2, (await program.RunAsync("verify", PathOf("short.jpg"))).ExitCode);
        Assert.Equal(3, (await program.RunAsync("verify", PathOf("short-signed.jpg"))).ExitCode);
    }

    private string PathOf(string name) => Path.Combine(program.Data, name);

    private async Task<string> ImageAsync(string name)
    {
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=160x90", "-frames:v", "1", PathOf(name));
        return PathOf(name);
    }
}
