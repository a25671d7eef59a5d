using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Video;

[Trait("Category", "Integration")]
public sealed class MediaToolsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LocateAsync_WithoutFfmpeg_SaysWhatToInstall()
    {
        var failure = await Assert.ThrowsAsync<MediaException>(() => MediaTools.LocateAsync(searchPath: _folder["empty"]));

        Assert.Equal(MediaError.ToolMissing, failure.Reason);
        Assert.Contains("apt-get install ffmpeg", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocateAsync_WithABrokenSandbox_GoesOnOnlyWhereAllowed()
    {
        Link("ffmpeg", "ffprobe", "prlimit", "setpriv");
        File.WriteAllText(_folder["bwrap"], "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n");
        File.SetUnixFileMode(_folder["bwrap"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = Path.GetDirectoryName(_folder["bwrap"]);

        var tools = await MediaTools.LocateAsync(searchPath: path);
        var failure = await Assert.ThrowsAsync<MediaException>(() => MediaTools.LocateAsync(SandboxPolicy.Require, searchPath: path));

        Assert.False(tools.IsSandboxed);
        Assert.Equal(MediaError.ToolMissing, failure.Reason);
    }

    [Fact]
    public async Task WithoutASandbox_ReadingAndWritingWorkAlike()
    {
        Link("ffmpeg", "ffprobe", "prlimit", "setpriv");
        var tools = await MediaTools.LocateAsync(searchPath: Path.GetDirectoryName(_folder["ffmpeg"]));
        var options = new EncoderOptions { Width = 64, Height = 64, FrameRate = new Rational(10, 1), Format = RawFormat.Yuv420p };

        await using (var encoder = VideoEncoder.Open(tools, _folder["-a 'clip.mp4"], options))
        {
            await encoder.WriteAsync(new byte[64 * 64 * 3 / 2]);
            await encoder.CompleteAsync();
        }

        Assert.False(tools.IsSandboxed);
        Assert.Equal(64, (await new VideoProbe(tools).ProbeAsync(_folder["-a 'clip.mp4"])).Width);
    }

    // What a hostile clip could do to the decoder, the decoder can do here: shell out of it and look around.
    [Fact]
    public async Task TheSandbox_HidesFilesAndNetwork()
    {
        var tools = await Ffmpeg.Tools;
        if (!tools.IsSandboxed)
            return;
        var script = "ls /etc /root /home 2>/dev/null; cat /proc/net/dev | tail -n +3 | cut -d: -f1; touch /usr/x 2>/dev/null && echo writable";
        var run = new ToolRun(tools, "/usr/bin/sh", ToolLimits.Probe(tools.Limits));
        run.Arguments.AddRange(["-c", script]);

        await using var process = run.Start(CancellationToken.None);
        using var reader = new StreamReader(process.Output);
        var words = (await reader.ReadToEndAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["/etc:", "alternatives", "ld.so.cache", "lo"], words);
    }

    private void Link(params string[] programs)
    {
        foreach (var program in programs)
            File.CreateSymbolicLink(_folder[program], "/usr/bin/" + program);
    }
}
