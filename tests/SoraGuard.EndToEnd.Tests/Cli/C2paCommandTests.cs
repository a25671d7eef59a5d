using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Manifests by hand: the JSON and the exit codes of <c>soraguard c2pa</c>.</summary>
[Trait("Category", "Integration")]
public sealed class C2paCommandTests : IDisposable
{
    private readonly Soraguard program = new();

    public void Dispose() => program.Dispose();

    [PeerFact]
    public async Task A_signed_clip_is_shown_and_validated_here_and_by_the_peer()
    {
        var (source, signed) = (await ClipAsync("clip.mp4"), PathOf("signed.mp4"));
        await File.WriteAllTextAsync(PathOf("review.json"), """{"verdict":"allow"}""");

        var run = await program.RunAsync("c2pa", "sign", source, "-o", signed, "--title", "a clip", "--assertion", $"org.example.review={PathOf("review.json")}", "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        var shown = await program.RunAsync("c2pa", "show", signed, "--json");
        var manifest = shown.Json.GetProperty("manifests").EnumerateArray().Single();
        Assert.Equal((0, "a clip"), (shown.ExitCode, manifest.GetProperty("claim").GetProperty("dc:title").GetString()));
        Assert.Contains(manifest.GetProperty("assertions").EnumerateArray(), a => a.GetProperty("label").GetString() == "org.example.review" && a.GetProperty("content").GetProperty("verdict").GetString() == "allow");
        var validated = await program.RunAsync("c2pa", "validate", signed, "--json");
        Assert.Equal((0, "Trusted"), (validated.ExitCode, validated.Json.GetProperty("state").GetString()));
        Assert.Equal(["file", "state", "codes", "activeManifest", "claimGenerator", "digitalSourceTypes", "ingredients", "issuer", "time"], validated.Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(run.Json.GetProperty("manifest").GetString(), validated.Json.GetProperty("activeManifest").GetString());
        Assert.Equal("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", validated.Json.GetProperty("digitalSourceTypes")[0].GetString());
        Assert.All(validated.Json.GetProperty("codes").EnumerateArray(), c => Assert.Equal(["code", "uri", "ok", "explanation"], c.EnumerateObject().Select(p => p.Name)));
        Assert.Equal("Trusted", (await Peers.NodeAsync("c2pa-read.mjs", program.RootCertificate, signed)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_edit_keeps_the_provenance_of_its_parent_and_its_component()
    {
        var (first, second) = (PathOf("first.mp4"), PathOf("second.mp4"));
        var source = await ClipAsync("clip.mp4");
        await program.RunAsync("c2pa", "sign", source, "-o", first);

        var run = await program.RunAsync("c2pa", "sign", source, "-o", second, "--parent", first, "--component", source);

        Assert.True(run.ExitCode == 0, run.ToString());
        var validated = await program.RunAsync("c2pa", "validate", second, "--json");
        var ingredients = validated.Json.GetProperty("ingredients").EnumerateArray().ToList();
        Assert.Equal((0, "Trusted"), (validated.ExitCode, validated.Json.GetProperty("state").GetString()));
        Assert.Equal(["parentOf first.mp4", "componentOf clip.mp4"], ingredients.Select(i => $"{i.GetProperty("relationship").GetString()} {i.GetProperty("title").GetString()}"));
    }

    [Fact]
    public async Task An_update_adds_to_what_is_signed()
    {
        var (signed, updated) = (PathOf("signed.mp4"), PathOf("updated.mp4"));
        await program.RunAsync("c2pa", "sign", await ClipAsync("clip.mp4"), "-o", signed);
        await File.WriteAllTextAsync(PathOf("review.json"), """{"verdict":"allow"}""");

        var run = await program.RunAsync("c2pa", "sign", signed, "--update", "--assertion", $"org.example.review={PathOf("review.json")}", "-o", updated, "--json");

        Assert.True(run.ExitCode == 0, run.ToString());
        var shown = await program.RunAsync("c2pa", "show", updated, "--json");
        Assert.Equal(["standard", "update"], shown.Json.GetProperty("manifests").EnumerateArray().Select(m => m.GetProperty("type").GetString()));
        Assert.Equal(0, (await program.RunAsync("c2pa", "validate", updated)).ExitCode);
    }

    [Fact]
    public async Task Each_state_has_its_exit_code_and_several_files_end_with_the_highest()
    {
        var (source, signed, broken, nothing) = (await ClipAsync("clip.mp4"), PathOf("signed.mp4"), PathOf("broken.mp4"), PathOf("nothing.mp4"));
        await program.RunAsync("c2pa", "sign", source, "-o", signed);
        var bytes = await File.ReadAllBytesAsync(signed);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(broken, bytes);
        await File.WriteAllTextAsync(nothing, "no clip at all");

        var run = await program.RunAsync("c2pa", "validate", signed, source, nothing, broken, "--json");

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["Trusted", "None", null, "Invalid"], lines.Select(l => l.GetProperty("state").GetString()));
        Assert.Equal("general.error", lines[2].GetProperty("codes")[0].GetProperty("code").GetString());
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(1, (await program.RunAsync("c2pa", "validate", source)).ExitCode);
        Assert.Equal(2, (await program.RunAsync("c2pa", "validate", nothing)).ExitCode);
        Assert.Equal(1, (await program.RunAsync("c2pa", "show", source)).ExitCode);
        Assert.Equal(2, (await program.RunAsync("c2pa", "show", nothing)).ExitCode);
    }

    [Fact]
    public async Task One_file_that_cannot_be_shown_does_not_keep_the_others_from_it()
    {
        var (source, signed, junk) = (await ClipAsync("clip.mp4"), PathOf("signed.mp4"), PathOf("junk.mp4"));
        await program.RunAsync("c2pa", "sign", source, "-o", signed);
        await File.WriteAllTextAsync(junk, "no box at all");

        var run = await program.RunAsync("c2pa", "show", signed, junk, PathOf("nowhere.mp4"), source, signed, "--json");

        Assert.Equal(2, run.ExitCode);
        var lines = run.Output.TrimEnd().Split('\n').Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([signed, junk, PathOf("nowhere.mp4"), source, signed], lines.Select(l => l.GetProperty("file").GetString()));
        Assert.Equal([false, true, true, false, false], lines.Select(l => l.TryGetProperty("error", out _)));
        Assert.Contains("unreadable", (await program.RunAsync("c2pa", "show", junk)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_signed_is_never_replaced_by_what_comes_of_it()
    {
        var source = await ClipAsync("clip.mp4");
        var before = await File.ReadAllBytesAsync(source);
        File.CreateSymbolicLink(PathOf("link.mp4"), "clip.mp4");
        Directory.CreateSymbolicLink(PathOf("folder"), program.Data);
        foreach (var (input, output) in new[] { (source, source), (source, PathOf("link.mp4")), (PathOf("link.mp4"), source), (source, PathOf("folder/clip.mp4")), (PathOf("folder/link.mp4"), PathOf("folder/../folder/clip.mp4")) })
            foreach (var option in new[] { "--title", "--sidecar" })
            {
                var run = await program.RunAsync(["c2pa", "sign", input, "-o", output, option, .. option == "--title" ? ["a clip"] : Array.Empty<string>()]);

                Assert.True(run.ExitCode == 2 && run.Errors.Contains("is the file to be signed itself", StringComparison.Ordinal), $"{input} -o {output}: {run}");
            }
        Assert.Equal(before, await File.ReadAllBytesAsync(source));
        Assert.Equal(0, (await program.RunAsync("c2pa", "sign", PathOf("folder/link.mp4"), "-o", PathOf("folder/signed.mp4"))).ExitCode);
    }

    [Theory]
    [InlineData("--box-hash goes without", "--box-hash", "--sidecar")]
    [InlineData("--box-hash goes without", "--box-hash", "--fragments", "x.m4s")]
    [InlineData("--update changes nothing", "--update", "--assertion", "org.example.x=x.json", "--source-type", "digitalCapture")]
    [InlineData("--update changes nothing", "--update", "--assertion", "org.example.x=x.json", "--component", "x.mp4")]
    [InlineData("--update changes nothing", "--update", "--assertion", "org.example.x=x.json", "--box-hash")]
    public async Task An_option_that_would_do_nothing_is_refused(string message, params string[] options)
    {
        var run = await program.RunAsync(["c2pa", "sign", "clip.mp4", "-o", PathOf("out.mp4"), .. options]);

        Assert.True(run.ExitCode == 2 && run.Errors.Contains(message, StringComparison.Ordinal), run.ToString());
    }

    [Fact]
    public async Task Trust_and_time_are_those_given()
    {
        var signed = PathOf("signed.mp4");
        await program.RunAsync("c2pa", "sign", await ClipAsync("clip.mp4"), "-o", signed);
        using var elsewhere = new Soraguard();

        Assert.Equal("Valid", (await elsewhere.RunAsync("c2pa", "validate", signed, "--json")).Json.GetProperty("state").GetString());
        Assert.Equal("Trusted", (await elsewhere.RunAsync("c2pa", "validate", signed, "--trust", program.RootCertificate, "--json")).Json.GetProperty("state").GetString());
        Assert.Equal(3, (await program.RunAsync("c2pa", "validate", signed, "--at", "2001-01-01")).ExitCode);
    }

    /// <summary>A file by c2pa-rs. Anybody can make such an identity, so it is named and said not to be proven.</summary>
    [SharedDataFact("c2pa")]
    public async Task An_identity_that_an_aggregator_states_is_named()
    {
        var run = await program.RunAsync("c2pa", "validate", SharedData.PathOf("c2pa", "c2pa-rs", "cawg", "success.jpg"), "--trust", SharedData.PathOf("c2pa", "trust", "all-for-manifest.pem"), "--at", "2026-11-22");

        Assert.True(run.ExitCode == 0 && run.Output.Contains(": Trusted.", StringComparison.Ordinal), run.ToString());
        Assert.Matches("identity +First-Name Last-Name, by did:jwk:[^ ]+ \\(NOT proven\\)", run.Output);
    }

    [Fact]
    public async Task A_sidecar_holds_for_its_file_and_for_no_other()
    {
        var (file, other, sidecar) = (PathOf("note.txt"), PathOf("other.txt"), PathOf("note.c2pa"));
        await File.WriteAllTextAsync(file, "a note");
        await File.WriteAllTextAsync(other, "another");

        Assert.Equal(0, (await program.RunAsync("c2pa", "sign", file, "--sidecar", "-o", sidecar)).ExitCode);

        Assert.Equal(0, (await program.RunAsync("c2pa", "validate", file, "--sidecar", sidecar)).ExitCode);
        Assert.Equal(3, (await program.RunAsync("c2pa", "validate", other, "--sidecar", sidecar)).ExitCode);
        Assert.Equal(3, (await program.RunAsync("c2pa", "validate", sidecar)).ExitCode);
    }

    [Theory]
    [InlineData("validate", "--at", "soon", "'soon' is no date")]
    [InlineData("validate", "--trust", "/nowhere.pem", "/nowhere.pem")]
    [InlineData("sign", "--cert", "/nowhere.pem", "--cert and --key together")]
    [InlineData("sign", "--assertion", "nothing", "LABEL=FILE")]
    [InlineData("sign", "--source-type", "made up", "no digital source type")]
    [InlineData("sign", "--source-type", "foo", "no digital source type")]
    [InlineData("sign", "--source-type", "http://example.com/digitalCapture", "no digital source type")]
    [InlineData("sign", "--box-hash", "true", "for JPEG and PNG files")]
    public async Task An_option_that_cannot_be_used_is_said(string verb, string option, string value, string message)
    {
        var source = await ClipAsync("clip.mp4");

        var run = await program.RunAsync(["c2pa", verb, source, option, value, .. verb == "sign" ? ["-o", PathOf("out.mp4")] : Array.Empty<string>()]);

        Assert.True(run.ExitCode == 2 && run.Errors.Contains(message, StringComparison.Ordinal), run.ToString());
        Assert.False(File.Exists(PathOf("out.mp4")));
    }

    private string PathOf(string name) => Path.Combine(program.Data, name);

    private async Task<string> ClipAsync(string name)
    {
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=160x90:d=0.4:r=25", "-c:v", "libx264", "-pix_fmt", "yuv420p", PathOf(name));
        return PathOf(name);
    }
}
