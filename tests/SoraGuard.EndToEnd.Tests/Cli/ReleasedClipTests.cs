using System.Security.Cryptography;
using System.Text.Json;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>The main job: one sentence in, a released clip out; and what anybody can find out about it afterwards.</summary>
[Trait("Category", "Integration")]
[Collection(ReleasedClipCollection.Name)]
public sealed class ReleasedClipTests(ReleasedClip clip)
{
    [Fact]
    public void Create_releases_the_clip_and_says_what_it_did()
    {
        Assert.True(clip.Create.ExitCode == 0, clip.Create.ToString());

        var summary = clip.Create.Json;
        Assert.Equal("released", summary.GetProperty("status").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(clip.Path))), summary.GetProperty("sha256").GetString());
        Assert.Equal(["PromptScreened", "ClipGenerated", "ClipInspected", "ClipMarked", "ClipSigned", "ReleaseVerified"],
            summary.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("event").GetString()));
        Assert.Contains("boat", summary.GetProperty("understood").EnumerateArray().Select(w => w.GetString()));
    }

    [Fact]
    public async Task Verify_names_every_evidence_and_exits_0()
    {
        var run = await clip.Program.RunAsync("verify", clip.Path, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(("ai-generated", true, true), (run.Json.GetProperty("verdict").GetString(), run.Json.GetProperty("ours").GetBoolean(), run.Json.GetProperty("intact").GetBoolean()));
        Assert.All(run.Json.GetProperty("evidence").EnumerateArray(), e => Assert.True(e.GetProperty("found").GetBoolean()));
        Assert.Equal(clip.Create.Json.GetProperty("watermark").GetString(), Evidence(run, "watermark").GetProperty("detail").GetProperty("payload").GetString());
    }

    [PeerFact]
    public async Task The_independent_validator_reports_it_trusted()
    {
        var report = await Peers.NodeAsync("c2pa-read.mjs", clip.Program.RootCertificate, clip.Path);

        Assert.Equal("Trusted", report.GetProperty("state").GetString());
        Assert.Empty(report.GetProperty("failures").EnumerateArray());
    }

    [Fact]
    public async Task A_copy_stripped_of_manifest_and_metadata_is_found_by_its_watermark()
    {
        var copy = clip.Copy("stripped.mp4");
        await Peers.FfmpegAsync("-i", clip.Path, "-c", "copy", "-map_metadata", "-1", copy);

        var run = await clip.Program.RunAsync("verify", copy, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal((true, JsonValueKind.Null), (run.Json.GetProperty("ours").GetBoolean(), run.Json.GetProperty("intact").ValueKind));
        Assert.False(Evidence(run, "c2pa").GetProperty("found").GetBoolean());
    }

    [Fact]
    public async Task A_copy_encoded_again_at_crf_23_is_found_by_its_watermark()
    {
        var copy = clip.Copy("again.mp4");
        await Peers.FfmpegAsync("-i", clip.Path, "-c:v", "libx264", "-crf", "23", copy);

        var run = await clip.Program.RunAsync("verify", copy, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(clip.Create.Json.GetProperty("id").GetString(), Evidence(run, "watermark").GetProperty("detail").GetProperty("payload").GetString());
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task A_copy_with_one_bit_changed_is_reported_broken(double place)
    {
        var bytes = await File.ReadAllBytesAsync(clip.Path);
        bytes[(int)(bytes.Length * place)] ^= 1;
        var copy = clip.Copy($"broken{place}.mp4");
        await File.WriteAllBytesAsync(copy, bytes);

        var run = await clip.Program.RunAsync("verify", copy, "--json");

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.False(run.Json.GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task The_manifest_of_one_clip_on_another_is_reported_as_contradictory()
    {
        var other = clip.Copy("other.mp4");
        var made = await clip.Program.RunAsync("create", "a blue ball bounces in the desert", "-o", other, "--seconds", "1", "--json");
        Assert.True(made.ExitCode == 0, made.ToString());
        var moved = clip.Copy("moved.mp4");
        await Splice.ManifestOfAsync(clip.Path, other, moved);

        Assert.Equal(3, (await clip.Program.RunAsync("verify", moved)).ExitCode);
    }

    [SharedDataFact("clips")]
    public async Task Foreign_footage_gives_no_evidence_and_never_real()
    {
        var run = await clip.Program.RunAsync("verify", SharedData.PathOf("clips", "sam2_dog.mp4"), "--json");

        Assert.Equal((1, "no-evidence"), (run.ExitCode, run.Json.GetProperty("verdict").GetString()));
        Assert.Contains(run.Json.GetProperty("limits").EnumerateArray(), l => l.GetString()!.Contains("not thereby real", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_audit_log_is_intact_and_ends_with_this_clip()
    {
        var run = await clip.Program.RunAsync("audit", "verify", "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.True(run.Json.GetProperty("leaves").GetInt64() > clip.Create.Json.GetProperty("audit").GetProperty("leaf").GetInt64());
    }

    [Fact]
    public void Keys_are_readable_by_their_owner_only()
    {
        string[] keys = [.. new[] { "signing", "watermark" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(clip.Program.Data, folder), "*.key"))];

        Assert.Equal(["c2pa-intermediate.key", "c2pa-leaf.key", "watermark.key"], keys.Select(Path.GetFileName).Order());
        Assert.All(keys, key => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key)));
    }

    [Fact]
    public async Task Who_verifies_needs_no_signing_key()
    {
        var (signing, away) = (Path.Combine(clip.Program.Data, "signing"), Path.Combine(clip.Program.Data, "elsewhere"));
        Directory.Move(signing, away);
        try
        {
            var run = await clip.Program.RunAsync("verify", clip.Path, "--json");

            Assert.True(run.ExitCode == 0 && run.Json.GetProperty("ours").GetBoolean(), run.ToString());
        }
        finally
        {
            Directory.Move(away, signing);
        }
    }

    private static JsonElement Evidence(Run run, string kind) => run.Json.GetProperty("evidence").EnumerateArray().Single(e => e.GetProperty("kind").GetString() == kind);
}
