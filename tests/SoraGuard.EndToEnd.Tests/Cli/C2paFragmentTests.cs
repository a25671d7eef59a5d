using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Fragmented media by hand: an initialization segment and the fragment files of its track.</summary>
[Trait("Category", "Integration")]
public sealed class C2paFragmentTests : IDisposable
{
    private const int Fragments = 12;

    private readonly Soraguard program = new();

    public void Dispose() => program.Dispose();

    [PeerFact]
    public async Task Signed_fragments_are_validated_here_and_by_the_peer_in_the_order_of_their_numbers()
    {
        var init = await DashAsync();

        var run = await program.RunAsync("c2pa", "sign", init, "--fragments", PathOf("dash/*.m4s"), "-o", PathOf("signed"), "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        var (signed, all) = (PathOf("signed/init.mp4"), Enumerable.Range(1, Fragments).Select(n => PathOf($"signed/{n}.m4s")).ToArray());
        var shown = await program.RunAsync("c2pa", "show", signed, "--json");
        Assert.Equal(run.Json.GetProperty("manifest").GetString(), shown.Json.GetProperty("activeManifest").GetString());
        Assert.Contains($"\"count\":{Fragments}", shown.Output, StringComparison.Ordinal);
        Assert.Equal("Trusted", await StateAsync(signed, PathOf("signed/*.m4s")));
        Assert.Equal("Trusted", await StateAsync([signed, .. all[3..7].Reverse()]));
        foreach (var fragment in all)
            Assert.Equal("Trusted", (await Peers.NodeAsync("c2pa-read.mjs", program.RootCertificate, $"{signed}+{fragment}")).GetProperty("state").GetString());
        Assert.Equal(await FramesAsync([init, .. all.Select(f => PathOf($"dash/{Path.GetFileName(f)}"))]), await FramesAsync([signed, .. all]));
    }

    [SharedDataFact("c2pa")]
    public async Task Dash_made_by_others_is_signed_and_what_is_wrong_with_it_is_found()
    {
        var folder = SharedData.PathOf("c2pa", "c2pa-rs", "bunny", "bunny_595491bps");
        var sources = Directory.GetFiles(folder, "*.m4s").Select(Path.GetFileName).ToList();

        var run = await program.RunAsync("c2pa", "sign", Path.Combine(folder, "BigBuckBunny_2s_init.mp4"), "--fragments", Path.Combine(folder, "*"), "-o", PathOf("signed"));

        Assert.True(run.ExitCode == 0, run.ToString());
        var (signed, pattern) = (PathOf("signed/BigBuckBunny_2s_init.mp4"), PathOf("signed/*.m4s"));
        Assert.Equal(sources.Count + 1, Directory.GetFiles(PathOf("signed")).Length);
        Assert.Equal("Trusted", await StateAsync(signed, pattern));
        if (Peers.ReasonToSkip is null)
            Assert.Equal("Trusted", (await Peers.NodeAsync("c2pa-read.mjs", program.RootCertificate, $"{signed}+{PathOf($"signed/{sources[0]}")}")).GetProperty("state").GetString());

        var changed = PathOf($"signed/{sources[^1]}");
        var bytes = await File.ReadAllBytesAsync(changed);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(changed, bytes);
        Assert.Equal("Invalid", await StateAsync(signed, pattern));
        Assert.Equal("Invalid", await StateAsync(signed, Path.Combine(folder, "*.m4s")));
        Assert.Equal(3, (await program.RunAsync("c2pa", "validate", signed)).ExitCode);
    }

    [Fact]
    public async Task An_initialization_segment_without_its_fragments_is_no_broken_evidence_and_a_changed_one_is()
    {
        await program.RunAsync("c2pa", "sign", await DashAsync(), "--fragments", PathOf("dash/*.m4s"), "-o", PathOf("signed"));
        var (signed, changed) = (PathOf("signed/init.mp4"), PathOf("changed.mp4"));
        var bytes = await File.ReadAllBytesAsync(signed);
        bytes[bytes.AsSpan().IndexOf("mvhd"u8) + 8] ^= 1; // its creation time
        await File.WriteAllBytesAsync(changed, bytes);

        var (whole, broken) = (await program.RunAsync("verify", signed, "--json"), await program.RunAsync("verify", changed, "--json"));

        Assert.Equal((0, System.Text.Json.JsonValueKind.Null), (whole.ExitCode, whole.Json.GetProperty("intact").ValueKind));
        Assert.Contains("fragments are not at hand", whole.Output, StringComparison.Ordinal);
        Assert.True(broken.ExitCode == 3 && !broken.Json.GetProperty("intact").GetBoolean(), broken.ToString());
        Assert.Equal(3, (await program.RunAsync("c2pa", "validate", signed)).ExitCode);
    }

    [Fact]
    public async Task What_cannot_be_signed_is_said_and_nothing_stays()
    {
        var init = await DashAsync();
        Directory.CreateDirectory(PathOf("full"));
        await File.WriteAllTextAsync(PathOf("full/note.txt"), "a note");
        var (pattern, output) = (PathOf("dash/*.m4s"), PathOf("out"));
        var cases = new (string[] Arguments, string Message)[]
        {
            ([init, "--fragments", PathOf("dash/*.mp3"), "-o", output], "No file matches"),
            ([init, "--fragments", init, "-o", output], "no fragments beside"),
            ([init, "--fragments", PathOf("dash/99.m4s"), "-o", output], "does not exist"),
            ([init, "--fragments", pattern, "-o", PathOf("full")], "is not empty"),
            ([init, "--fragments", pattern, "-o", init], "is a file"),
            ([PathOf("dash/1.m4s"), "--fragments", PathOf("dash/2.m4s"), "-o", output], "'ftyp'"),
            ([init, "--fragments", pattern, "--sidecar", "-o", output], "--fragments goes without"),
            ([init, "--fragments", pattern, "--merkle", "blocks", "-o", output], "--fragments goes without"),
        };
        foreach (var (arguments, message) in cases)
        {
            var run = await program.RunAsync(["c2pa", "sign", .. arguments]);
            Assert.True(run.ExitCode == 2 && run.Errors.Contains(message, StringComparison.Ordinal), $"{message}: {run}");
        }
        Assert.DoesNotContain(Directory.GetFileSystemEntries(program.Data).Select(Path.GetFileName), n => n == "out" || n!.EndsWith(".partial", StringComparison.Ordinal));
        Assert.Equal("note.txt", Path.GetFileName(Assert.Single(Directory.GetFiles(PathOf("full")))));
    }

    [Fact]
    public async Task Some_of_the_fragments_are_not_said_to_be_all()
    {
        var (init, output) = (await DashAsync(), PathOf("out"));
        Assert.Equal(0, (await program.RunAsync("c2pa", "sign", init, "--fragments", PathOf("dash/*.m4s"), "-o", output)).ExitCode);
        var signed = Directory.GetFiles(output, "*.m4s").Order(StringComparer.Ordinal).ToArray();
        Task<Run> ValidateAsync(params string[] fragments) => program.RunAsync(["c2pa", "validate", Path.Combine(output, Path.GetFileName(init)), "--fragments", .. fragments]);

        var (one, all) = (await ValidateAsync(signed[0]), await ValidateAsync(signed));

        Assert.Equal((0, 0), (one.ExitCode, all.ExitCode));
        Assert.Contains($"1 of {signed.Length} fragments are here and as they were signed; of the others nothing is said", one.Output, StringComparison.Ordinal);
        Assert.Contains($"{signed.Length} of {signed.Length} fragments are here and as they were signed", all.Output, StringComparison.Ordinal);
    }

    [PeerFact]
    public async Task Merkle_trees_over_blocks_and_fragments_of_one_file_are_trusted_by_the_peer()
    {
        var (flat, fragmented) = (PathOf("flat.mp4"), PathOf("fragmented.mp4"));
        string[] encode = ["-f", "lavfi", "-i", "testsrc2=s=320x180:d=2:r=25", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "10"];
        await Peers.FfmpegAsync([.. encode, flat]);
        await Peers.FfmpegAsync([.. encode, "-movflags", "frag_keyframe+empty_moov", fragmented]);

        var blocks = await program.RunAsync("c2pa", "sign", flat, "--merkle", "blocks", "--block-bytes", "10000", "-o", PathOf("blocks.mp4"));
        var fragments = await program.RunAsync("c2pa", "sign", fragmented, "--merkle", "fragments", "-o", PathOf("fragments.mp4"));
        var refused = await program.RunAsync("c2pa", "sign", fragmented, "--merkle", "blocks", "-o", PathOf("none.mp4"));

        Assert.Equal((0, 0, 2), (blocks.ExitCode, fragments.ExitCode, refused.ExitCode));
        foreach (var signed in new[] { PathOf("blocks.mp4"), PathOf("fragments.mp4") })
        {
            Assert.Equal(0, (await program.RunAsync("c2pa", "validate", signed)).ExitCode);
            Assert.Contains("merkle", (await program.RunAsync("c2pa", "show", signed)).Output, StringComparison.Ordinal);
            Assert.Equal("Trusted", (await Peers.NodeAsync("c2pa-read.mjs", program.RootCertificate, signed)).GetProperty("state").GetString());
        }
    }

    private async Task<string?> StateAsync(string init, params string[] fragments) =>
        (await program.RunAsync(["c2pa", "validate", init, "--json", "--fragments", .. fragments])).Json.GetProperty("state").GetString();

    private async Task<string?> StateAsync(string[] files) => await StateAsync(files[0], files[1..]);

    /// <summary>Half a second a fragment, so that there are numbers of one and of two digits.</summary>
    private async Task<string> DashAsync()
    {
        Directory.CreateDirectory(PathOf("dash"));
        await Peers.FfmpegAsync("-f", "lavfi", "-i", $"testsrc2=s=160x90:d={Fragments / 2}:r=24", "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "12", "-keyint_min", "12", "-sc_threshold", "0",
            "-f", "dash", "-seg_duration", "0.5", "-init_seg_name", "init.mp4", "-media_seg_name", "$Number$.m4s", PathOf("dash/x.mpd"));
        return PathOf("dash/init.mp4");
    }

    private async Task<string> FramesAsync(IEnumerable<string> parts)
    {
        var (joined, hashes) = (PathOf("joined.mp4"), PathOf("joined.framehash"));
        await File.WriteAllBytesAsync(joined, [.. parts.SelectMany(File.ReadAllBytes)]);
        await Peers.FfmpegAsync("-i", joined, "-f", "framehash", hashes);
        return await File.ReadAllTextAsync(hashes);
    }

    private string PathOf(string name) => Path.Combine(program.Data, name);
}
