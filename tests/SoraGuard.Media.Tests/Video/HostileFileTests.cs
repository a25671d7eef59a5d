using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Video;

[Trait("Category", "Integration")]
public sealed class HostileFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("this is plain text and no video at all")]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n")]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    public async Task ProbeAsync_OfSomethingElse_IsNotMedia(string content)
    {
        var path = _folder["upload.mp4"];
        File.WriteAllText(path, content);

        Assert.Equal(MediaError.NotMedia, await ProbeFailure(path));
    }

    [Fact]
    public async Task ProbeAsync_OfAPicture_IsNotMedia()
    {
        var path = _folder["picture.mp4"];
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1", "-f", "image2", "-c:v", "png", path);

        Assert.Equal(MediaError.NotMedia, await ProbeFailure(path));
    }

    [Fact]
    public async Task ProbeAsync_OfAMissingFile_SaysSo() =>
        await Assert.ThrowsAsync<FileNotFoundException>(async () => await new VideoProbe(await Ffmpeg.Tools).ProbeAsync(_folder["nothing.mp4"]));

    [Fact]
    public async Task ProbeAsync_OfAFileWithoutItsIndex_IsTruncated()
    {
        var path = _folder["clip.mp4"];
        Ffmpeg.Make(path, "testsrc2=s=160x90:r=25:d=1");
        Cut(path, new FileInfo(path).Length / 2);

        Assert.Equal(MediaError.Truncated, await ProbeFailure(path));
    }

    [Fact]
    public async Task ReadAsync_OfAFileCutAfterItsIndex_IsTruncated()
    {
        var path = _folder["clip.mp4"];
        Ffmpeg.Make(path, "testsrc2=s=320x180:r=25:d=2", "-movflags", "+faststart");
        Cut(path, new FileInfo(path).Length * 2 / 3);

        Assert.Equal(MediaError.Truncated, await Failure(() => Frames.ReadAll(path, RawFormat.Gray)));
    }

    [Fact]
    public async Task ReadAsync_OfScrambledContent_NeverEndsWell()
    {
        var path = _folder["clip.mp4"];
        Ffmpeg.Make(path, "testsrc2=s=320x180:r=25:d=2", "-movflags", "+faststart");
        var bytes = File.ReadAllBytes(path);
        new Random(7).NextBytes(bytes.AsSpan(bytes.Length / 2));
        File.WriteAllBytes(path, bytes);

        Assert.Equal(MediaError.Truncated, await Failure(() => Frames.ReadAll(path, RawFormat.Gray)));
    }

    [Fact]
    public async Task ProbeAsync_OfMoreBytesThanAllowed_IsTooLarge()
    {
        var path = _folder["clip.mp4"];
        Ffmpeg.Make(path, "testsrc2=s=160x90:r=25:d=0.2");

        Assert.Equal(MediaError.TooLarge, await ProbeFailure(path, new MediaLimits { MaxFileBytes = 1000 }));
    }

    [Fact]
    public async Task ProbeAsync_OfMorePixelsThanAllowed_IsTooLarge()
    {
        var path = _folder["flood.mp4"];
        Ffmpeg.Make(path, "color=s=4096x4096:r=1:d=1");

        Assert.Equal(MediaError.TooLarge, await ProbeFailure(path));
    }

    [Fact]
    public async Task ProbeAsync_OfALongerClipThanAllowed_IsTooLong()
    {
        var path = _folder["long.mp4"];
        Ffmpeg.Make(path, "color=s=64x64:r=1:d=700");

        Assert.Equal(MediaError.TooLong, await ProbeFailure(path));
    }

    [Fact]
    public async Task ProbeAsync_OfAHigherRateThanAllowed_IsTooLarge()
    {
        var path = _folder["fast.mp4"];
        Ffmpeg.Make(path, "color=s=64x64:r=240:d=0.5");

        Assert.Equal(MediaError.TooLarge, await ProbeFailure(path));
    }

    [Fact]
    public async Task ProbeAsync_OfAnUnknownCodec_IsUnsupported()
    {
        var path = _folder["old.mkv"];
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=0.2", "-c:v", "ffv1", path);

        Assert.Equal(MediaError.UnsupportedCodec, await ProbeFailure(path));
    }

    [Theory]
    [InlineData("-version.mp4")]
    [InlineData("concat:a|b.mp4")]
    [InlineData("%03d.mp4")]
    [InlineData("a'b \" $(id);c.mp4")]
    [InlineData("剪辑.mp4")]
    public async Task ProbeAsync_OfAStrangeName_ReadsTheFile(string name)
    {
        Ffmpeg.Make(_folder["clip.mp4"], "testsrc2=s=160x90:r=25:d=0.2");
        File.Move(_folder["clip.mp4"], _folder[name]);

        var info = await new VideoProbe(await Ffmpeg.Tools).ProbeAsync(_folder[name]);

        Assert.Equal(160, info.Width);
    }

    [Fact]
    public async Task ProbeAsync_OfAFolderOrDevice_IsRefused()
    {
        var tools = await Ffmpeg.Tools;

        await Assert.ThrowsAsync<FileNotFoundException>(() => new VideoProbe(tools).ProbeAsync(Path.GetTempPath()));
        Assert.Equal(MediaError.NotMedia, await ProbeFailure("/dev/zero"));
    }

    private static void Cut(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static async Task<MediaError> ProbeFailure(string path, MediaLimits? limits = null)
    {
        var tools = limits is null ? await Ffmpeg.Tools : await MediaTools.LocateAsync(limits: limits);
        return await Failure(() => new VideoProbe(tools).ProbeAsync(path));
    }

    private static async Task<MediaError> Failure(Func<Task> act)
    {
        var failure = await Assert.ThrowsAsync<MediaException>(act);
        Assert.Contains(": ", failure.Message, StringComparison.Ordinal);
        return failure.Reason;
    }
}
