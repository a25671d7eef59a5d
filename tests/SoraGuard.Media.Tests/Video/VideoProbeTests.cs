using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Video;

[Trait("Category", "Integration")]
public sealed class VideoProbeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ProbeAsync_OfAClip_SaysWhatItIs()
    {
        var path = _folder["clip.mp4"];
        Ffmpeg.Make(path, "testsrc2=s=320x180:r=30000/1001:d=1", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", "-metadata", "comment=hello");

        var info = await Probe(path);

        Assert.Equal((320, 180), (info.Width, info.Height));
        Assert.Equal(new Rational(30000, 1001), info.FrameRate);
        Assert.Equal(30, info.FrameCount);
        Assert.InRange(info.Duration.TotalSeconds, 0.99, 1.02);
        Assert.Equal("h264", info.Codec);
        Assert.Equal("aac", info.AudioCodec);
        Assert.True(info.HasAudio);
        Assert.Equal("hello", info.Tags["comment"]);
        Assert.Equal(0, info.RotationDegrees);
    }

    [Fact]
    public async Task ProbeAsync_OfATurnedClip_GivesTheDisplayedSize()
    {
        var (plain, turned) = (_folder["plain.mp4"], _folder["turned.mp4"]);
        Ffmpeg.Make(plain, "testsrc2=s=320x180:r=10:d=0.5");
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v", "rotate=270", turned);

        var info = await Probe(turned);

        Assert.Equal((180, 320), (info.Width, info.Height));
        Assert.Equal(90, info.RotationDegrees);
    }

    [Fact]
    public async Task ProbeAsync_OfOblongPixels_GivesTheDisplayedSize()
    {
        var path = _folder["anamorphic.mp4"];
        Ffmpeg.Make(path, "testsrc2=s=720x576:r=10:d=0.3,setsar=16/11");

        var info = await Probe(path);

        Assert.Equal((1047, 576), (info.Width, info.Height));
    }

    [Theory]
    [InlineData("clip.mkv", "matroska")]
    [InlineData("clip.webm", "matroska")]
    [InlineData("clip.mov", "mov")]
    public async Task ProbeAsync_OfOtherContainers_Works(string name, string _)
    {
        var path = _folder[name];
        string[] codec = name.EndsWith(".webm", StringComparison.Ordinal) ? ["-c:v", "libvpx-vp9", "-deadline", "realtime"] : ["-c:v", "libx264"];
        Ffmpeg.Run(["-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=0.4", .. codec, "-pix_fmt", "yuv420p", path]);

        var info = await Probe(path);

        Assert.Equal((160, 90), (info.Width, info.Height));
        Assert.Equal(25, info.FrameRate.Value);
        Assert.Equal(10, info.FrameCount);
    }

    private static async Task<VideoInfo> Probe(string path) => await new VideoProbe(await Ffmpeg.Tools).ProbeAsync(path);
}
