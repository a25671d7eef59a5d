namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Each a clear error, a documented exit code, and nothing left behind.</summary>
[Trait("Category", "Integration")]
public sealed class BadInputTests : IDisposable
{
    private readonly Soraguard program = new();

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("empty", "The prompt is empty")]
    [InlineData("long", "40000 characters")]
    [InlineData("size", "Unknown size 'huge'")]
    [InlineData("0s", "0 seconds")]
    [InlineData("61s", "61 seconds")]
    [InlineData("region", "no region")]
    [InlineData("at", "no date")]
    [InlineData("label", "Unknown label profile")]
    public async Task A_request_that_cannot_be_taken(string what, string message)
    {
        string[] arguments = what switch
        {
            "empty" => ["", "-o", Output],
            "long" => [new string('a', 40_000), "-o", Output],
            "size" => ["a boat", "-o", Output, "--size", "huge"],
            "0s" => ["a boat", "-o", Output, "--seconds", "0"],
            "61s" => ["a boat", "-o", Output, "--seconds", "61"],
            "region" => ["a boat", "-o", Output, "--region", "Nowhere"],
            "at" => ["a boat", "-o", Output, "--at", "soon"],
            _ => ["a boat", "-o", Output, "--label", "neon"],
        };

        AssertRefused(await program.RunAsync(["create", .. arguments]), message);
    }

    [Theory]
    [InlineData("--tier", "royal", "Unknown tier 'royal'")]
    [InlineData("--label", "none", "always carries a visible label")]
    public async Task A_request_that_the_policy_does_not_take(string option, string value, string message) =>
        AssertRefused(await program.RunAsync("create", "a boat", "-o", Output, option, value), message);

    [Fact]
    public async Task An_image_that_is_no_image()
    {
        var image = Path.Combine(program.Data, "image.png");
        await File.WriteAllTextAsync(image, "no picture at all");

        AssertRefused(await program.RunAsync("create", "a boat", "--image", image, "-o", Output), "image");
    }

    [Fact]
    public async Task An_image_of_a_request_that_is_not_taken_does_not_stay_in_the_store()
    {
        var image = Path.Combine(program.Data, "image.png");
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1", image);

        AssertRefused(await program.RunAsync("create", "a boat", "--image", image, "--tier", "royal", "-o", Output), "Unknown tier 'royal'");

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(program.Data, "blobs"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task An_image_that_does_not_exist() =>
        AssertRefused(await program.RunAsync("create", "a boat", "--image", "/nowhere/image.png", "-o", Output), "/nowhere/image.png");

    [Theory]
    [InlineData("/nowhere/out.mp4")]
    [InlineData("/proc/out.mp4")]
    [InlineData("/dev/out.mp4")]
    [InlineData("/tmp")]
    public async Task An_output_that_cannot_be_written(string output) => AssertRefused(await program.RunAsync("create", "a boat", "-o", output), output);

    [Theory]
    [InlineData("create", "a boat", "-o", "")]
    [InlineData("create", "a boat", "-o", "/tmp/soraguard-never.mp4", "--image", "")]
    [InlineData("verify", "")]
    [InlineData("inspect", "")]
    [InlineData("screen", "--jsonl", "")]
    [InlineData("policy", "check", "")]
    [InlineData("policy", "test", "")]
    [InlineData("c2pa", "show", "")]
    [InlineData("c2pa", "validate", "")]
    [InlineData("c2pa", "sign", "", "-o", "/tmp/soraguard-never.mp4")]
    public async Task A_name_that_is_empty(params string[] arguments)
    {
        var run = await program.RunAsync(arguments);

        AssertRefused(run with { Errors = run.Errors + run.Output }, "empty"); // verify and validate say it in their result
        Assert.Empty(Directory.EnumerateFiles("/tmp", "*soraguard-never*"));
    }

    [Theory]
    [InlineData("verify", "PIPE")]
    [InlineData("inspect", "PIPE")]
    [InlineData("c2pa", "show", "PIPE")]
    [InlineData("c2pa", "validate", "PIPE")]
    [InlineData("create", "a boat", "-o", "OUT", "--image", "PIPE")]
    [InlineData("create", "a boat", "-o", "OUT", "--extend", "PIPE")]
    public async Task A_pipe_that_nobody_writes_to(params string[] arguments)
    {
        var pipe = Path.Combine(program.Data, "pipe.mp4.fifo");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe])) await made.WaitForExitAsync();

        var run = await program.RunAsync([.. arguments.Select(a => a switch { "PIPE" => pipe, "OUT" => Output, _ => a })]).WaitAsync(TimeSpan.FromSeconds(60));

        AssertRefused(run with { Errors = run.Errors + run.Output }, "pipe");
    }

    [Fact]
    public async Task One_file_that_cannot_be_read_does_not_keep_the_others_from_being_verified()
    {
        var clip = Path.Combine(program.Data, "clip.mkv");
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", clip);

        var run = await program.RunAsync("verify", "", clip, "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["unreadable", "no-evidence"], run.Output.TrimEnd().Split('\n').Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("verdict").GetString()));
    }

    [Theory]
    [InlineData("https://127.0.0.1:8443", "TLS")]
    [InlineData("http://127.0.0.1:8080/v1", "no address")]
    [InlineData("ftp://127.0.0.1", "no address")]
    [InlineData("", "no address")]
    public async Task An_address_that_cannot_be_served_on(string url, string message) => AssertRefused(await program.RunAsync("serve", "--url", url), message);

    [Fact]
    public async Task A_model_that_is_missing_fails_the_clip_at_once_and_its_path_is_told_in_the_log_only()
    {
        using var other = new Soraguard();
        other.Set("MODELS", "/nowhere/models");

        var run = await other.RunAsync("create", "a boat", "-o", Output, "--json");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Equal("model_unavailable", run.Json.GetProperty("reason").GetProperty("code").GetString());
        Assert.DoesNotContain("/nowhere/models", run.Output);
        Assert.Contains("/nowhere/models", run.Errors);
    }

    [Fact]
    public async Task A_truncated_clip_to_verify()
    {
        var whole = Path.Combine(program.Data, "whole.mp4");
        await Peers.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-pix_fmt", "yuv420p", whole);
        var bytes = await File.ReadAllBytesAsync(whole);
        var half = Path.Combine(program.Data, "half.mp4");
        await File.WriteAllBytesAsync(half, bytes[..(bytes.Length / 2)]);

        var run = await program.RunAsync("verify", half, "--json");

        Assert.Equal((2, "unreadable"), (run.ExitCode, run.Json.GetProperty("verdict").GetString()));
        Assert.NotEmpty(run.Json.GetProperty("limits").EnumerateArray());
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("inspect")]
    public async Task A_file_that_does_not_exist_or_is_no_clip(string command)
    {
        var text = Path.Combine(program.Data, "text.mp4");
        await File.WriteAllTextAsync(text, "no clip at all");

        Assert.Equal(2, (await program.RunAsync(command, text)).ExitCode);
        Assert.Equal(2, (await program.RunAsync(command, "/nowhere/clip.mp4")).ExitCode);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("nonsense")]
    [InlineData("verify", "--unknown")]
    public async Task A_command_line_that_cannot_be_read(params string[] arguments) => Assert.Equal(2, (await program.RunAsync(arguments)).ExitCode);

    [Fact]
    public async Task A_run_that_is_stopped_leaves_nothing_and_its_clip_is_not_made_later()
    {
        Assert.Equal(130, await program.StopWhenItSaysAsync("screening", "create", "a red boat on the sea", "-o", Output));

        Assert.Empty(Directory.EnumerateFiles(program.Data, "*.mp4").Concat(Directory.EnumerateFiles(program.Data, "*.partial")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(program.Data, "blobs"), "*", SearchOption.AllDirectories));
        var log = await program.RunAsync("audit", "verify", "--json");
        Assert.Equal((0, 3L), (log.ExitCode, log.Json.GetProperty("leaves").GetInt64())); // admitted, screened, cancelled
        Assert.False(File.Exists(Path.Combine(program.Data, "postgres", "cluster", "postmaster.pid")));
    }

    [Fact]
    public async Task A_setting_that_cannot_be()
    {
        using var other = new Soraguard();
        other.Set("ONNX__PROVIDER", "abacus");

        AssertRefused(await other.RunAsync("create", "a boat", "-o", Output), "auto, cpu, cuda or webgpu");
    }

    [Theory]
    [InlineData()]
    [InlineData("create")]
    [InlineData("serve")]
    [InlineData("screen")]
    [InlineData("inspect")]
    [InlineData("verify")]
    [InlineData("policy", "check")]
    [InlineData("policy", "test")]
    [InlineData("audit", "verify")]
    public async Task Every_command_has_help(params string[] command)
    {
        var run = await program.RunAsync([.. command, "--help"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output);
    }

    private string Output => Path.Combine(program.Data, "out.mp4");

    private void AssertRefused(Run run, string message)
    {
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(message, run.Errors);
        Assert.DoesNotContain("   at ", run.Errors); // no stack trace
        Assert.Empty(Directory.EnumerateFiles(program.Data, "*.mp4").Concat(Directory.EnumerateFiles(program.Data, "*.partial")));
        if (Directory.Exists(Path.Combine(program.Data, "blobs"))) Assert.Empty(Directory.EnumerateFiles(Path.Combine(program.Data, "blobs"), "*", SearchOption.AllDirectories));
    }
}
