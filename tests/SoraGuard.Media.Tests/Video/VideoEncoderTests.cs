using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Video;

[Trait("Category", "Integration")]
public sealed class VideoEncoderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SameFrames_GiveTheSameBytes()
    {
        await Frames.Write(_folder["a.mp4"], Options(), Gradient(30));
        await Frames.Write(_folder["b.mp4"], Options(), Gradient(30));

        Assert.Equal(File.ReadAllBytes(_folder["a.mp4"]), File.ReadAllBytes(_folder["b.mp4"]));
        Assert.Equal(["a.mp4", "b.mp4"], _folder.Files);
    }

    [Fact]
    public async Task LosslessFrames_ComeBackUnchanged()
    {
        var frames = Gradient(5).ToList();
        await Frames.Write(_folder["a.mp4"], Options() with { Crf = 0 }, frames);

        Assert.Equal(frames, await Frames.ReadAll(_folder["a.mp4"], RawFormat.Yuv420p));
    }

    [Fact]
    public async Task RgbFrames_KeepTheirColours()
    {
        var red = new byte[64 * 64 * 3];
        for (var i = 0; i < red.Length; i += 3)
            (red[i], red[i + 1], red[i + 2]) = (200, 40, 30);

        await Frames.Write(_folder["a.mp4"], new EncoderOptions { Width = 64, Height = 64, FrameRate = new Rational(10, 1), Format = RawFormat.Rgb24 }, [red, red, red]);

        var back = (await Frames.ReadAll(_folder["a.mp4"], RawFormat.Rgb24))[1];
        Assert.InRange(back[0], 196, 204);
        Assert.InRange(back[1], 36, 44);
        Assert.InRange(back[2], 26, 34);
        Assert.Equal("bt709", (await new VideoProbe(await Ffmpeg.Tools).ProbeAsync(_folder["a.mp4"])).Color.Matrix);
    }

    [Fact]
    public async Task Tags_AreWrittenAndTheIndexComesFirst()
    {
        var options = Options() with { Tags = new Dictionary<string, string> { ["AIGC"] = "{\"a\":\"=; 你\"}" } };

        await Frames.Write(_folder["a.mp4"], options, Gradient(5));

        var info = await new VideoProbe(await Ffmpeg.Tools).ProbeAsync(_folder["a.mp4"]);
        Assert.Equal("{\"a\":\"=; 你\"}", info.Tags["AIGC"]);
        var bytes = File.ReadAllBytes(_folder["a.mp4"]).AsSpan();
        Assert.True(bytes.IndexOf("moov"u8) < bytes.IndexOf("mdat"u8));
    }

    [Theory]
    [InlineData("aac", "mp4", "aac")]
    [InlineData("pcm_s16le", "mkv", "aac")]
    public async Task Audio_IsTakenFromTheSource(string codec, string container, string expected)
    {
        var source = _folder[$"source.{container}"];
        Ffmpeg.Make(source, "testsrc2=s=64x64:r=10:d=1", "-f", "lavfi", "-i", "sine=d=1", "-c:a", codec, "-strict", "-2", "-metadata", "comment=private");
        var info = await new VideoProbe(await Ffmpeg.Tools).ProbeAsync(source);

        await Frames.Write(_folder["a.mp4"], Options() with { AudioFrom = source, AudioCodec = info.AudioCodec }, Gradient(10));

        var back = await new VideoProbe(await Ffmpeg.Tools).ProbeAsync(_folder["a.mp4"]);
        Assert.Equal(expected, back.AudioCodec);
        Assert.DoesNotContain("comment", back.Tags.Keys);
    }

    [Fact]
    public async Task DisposedBeforeItsEnd_LeavesNothing()
    {
        await using (var encoder = VideoEncoder.Open(await Ffmpeg.Tools, _folder["a.mp4"], Options()))
            foreach (var frame in Gradient(10))
                await encoder.WriteAsync(frame);

        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task Cancelled_LeavesNothingAndKeepsTheOldFile()
    {
        File.WriteAllText(_folder["a.mp4"], "old");
        using var stop = new CancellationTokenSource();
        await using (var encoder = VideoEncoder.Open(await Ffmpeg.Tools, _folder["a.mp4"], Options(), stop.Token))
        {
            await encoder.WriteAsync(Gradient(1).First());
            await stop.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(encoder.CompleteAsync);
        }

        Assert.Equal(["a.mp4"], _folder.Files);
        Assert.Equal("old", File.ReadAllText(_folder["a.mp4"]));
    }

    [Fact]
    public async Task PastTheOutputLimit_IsTooLargeAndLeavesNothing()
    {
        var tools = await MediaTools.LocateAsync(limits: new MediaLimits { MaxOutputBytes = 20_000 });
        var noise = new byte[RawFrame.Bytes(RawFormat.Yuv420p, 320, 180)];
        var random = new Random(1);

        var failure = await Assert.ThrowsAsync<MediaException>(async () =>
        {
            await using var encoder = VideoEncoder.Open(tools, _folder["a.mp4"], Options() with { Crf = 1 });
            for (var i = 0; i < 60; i++)
            {
                random.NextBytes(noise);
                await encoder.WriteAsync(noise);
            }

            await encoder.CompleteAsync();
        });

        Assert.Equal(MediaError.TooLarge, failure.Reason);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task ToAFolderThatIsNotThere_SaysSo()
    {
        var tools = await Ffmpeg.Tools;

        Assert.Throws<DirectoryNotFoundException>(() => VideoEncoder.Open(tools, _folder["no/such/a.mp4"], Options()));
    }

    [Fact]
    public async Task OptionsOutOfRange_AreRefused()
    {
        var tools = await Ffmpeg.Tools;

        Assert.Throws<ArgumentException>(() => VideoEncoder.Open(tools, _folder["a.mp4"], Options() with { Width = 321 }));
        Assert.Throws<ArgumentException>(() => VideoEncoder.Open(tools, _folder["a.mp4"], Options() with { Crf = 52 }));
        Assert.Throws<ArgumentException>(() => VideoEncoder.Open(tools, _folder["a.mp4"], Options() with { Preset = "-i /etc/passwd" }));
        Assert.Throws<ArgumentException>(() => VideoEncoder.Open(tools, _folder["a.mp4"], Options() with { Format = RawFormat.Gray }));
        Assert.Empty(_folder.Files);
    }

    private static EncoderOptions Options() => new() { Width = 320, Height = 180, FrameRate = new Rational(25, 1), Format = RawFormat.Yuv420p };

    private static IEnumerable<byte[]> Gradient(int count)
    {
        for (var n = 0; n < count; n++)
        {
            var frame = new byte[RawFrame.Bytes(RawFormat.Yuv420p, 320, 180)];
            for (var i = 0; i < frame.Length; i++)
                frame[i] = i < 320 * 180 ? (byte)(40 + (i % 320 + 3 * n) / 2 % 180) : (byte)128;
            yield return frame;
        }
    }
}
