using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Video;

[Trait("Category", "Integration")]
public sealed class FrameReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RawFormat.Gray, 160 * 90)]
    [InlineData(RawFormat.Rgb24, 3 * 160 * 90)]
    [InlineData(RawFormat.Yuv420p, 160 * 90 * 3 / 2)]
    public async Task ReadAsync_DeliversEveryFrame(RawFormat format, int bytes)
    {
        var path = Clip("testsrc2=s=160x90:r=25:d=1");

        var frames = await Frames.ReadAll(path, format);

        Assert.Equal(25, frames.Count);
        Assert.All(frames, f => Assert.Equal(bytes, f.Length));
    }

    [Fact]
    public async Task ReadAsync_WithAStartAndADuration_DeliversThatPart()
    {
        // The frame's number is its brightness.
        var path = Clip("color=s=64x64:r=10:d=3,format=gray,geq=lum=40+N*5");

        var frames = await Frames.ReadAll(path, RawFormat.Gray, start: TimeSpan.FromSeconds(1), duration: TimeSpan.FromSeconds(1));

        var whole = await Frames.ReadAll(path, RawFormat.Gray);
        Assert.Equal(10, frames.Count);
        Assert.Equal(whole[10][0], frames[0][0]);
        Assert.Equal(whole[19][0], frames[9][0]);
    }

    [Fact]
    public async Task ReadAsync_WithASize_AveragesAreas()
    {
        // A checkerboard of single pixels becomes its mean, not one of its colours.
        var path = Clip("color=s=128x128:r=5:d=0.4,format=gray,geq=lum='60+100*mod(X+Y,2)'", "-crf", "0");

        var frame = (await Frames.ReadAll(path, RawFormat.Gray, (32, 32)))[0];

        Assert.InRange(frame.Max() - frame.Min(), 0, 4);
    }

    [Fact]
    public async Task ReadAsync_AtAnotherRate_RepeatsAndDrops()
    {
        var tools = await Ffmpeg.Tools;
        var path = Clip("testsrc2=s=64x64:r=30:d=1");
        var info = await new VideoProbe(tools).ProbeAsync(path);
        await using var reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = RawFormat.Gray, FrameRate = new Rational(8, 1) });

        var frame = new byte[reader.FrameBytes];
        while (await reader.ReadAsync(frame))
        {
        }

        Assert.Equal(8, reader.FramesRead);
    }

    [Fact]
    public async Task ReadAsync_OfATurnedClip_DeliversUprightFrames()
    {
        var plain = Clip("color=black:s=64x32:r=5:d=0.4,drawbox=x=0:y=0:w=64:h=8:color=white:t=fill");
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v", "rotate=270", _folder["turned.mp4"]);

        var frame = (await Frames.ReadAll(_folder["turned.mp4"], RawFormat.Gray))[0];

        // 32 wide, 64 high: what was the top edge is now the right one.
        Assert.True(frame[31] > 200 && frame[63 * 32 + 31] > 200);
        Assert.True(frame[0] < 60 && frame[63 * 32] < 60);
    }

    [Fact]
    public async Task ReadAsync_AfterCancellation_StopsTheDecoder()
    {
        using var stop = new CancellationTokenSource();
        var tools = await Ffmpeg.Tools;
        var path = Clip("testsrc2=s=640x360:r=30:d=10");
        var info = await new VideoProbe(tools).ProbeAsync(path);
        await using var reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = RawFormat.Rgb24 }, stop.Token);
        var frame = new byte[reader.FrameBytes];
        Assert.True(await reader.ReadAsync(frame));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await reader.ReadAsync(frame))
            {
            }
        });
        Assert.True(reader.FramesRead < 300);
    }

    [Fact]
    public async Task ReadAsync_PastTheWallClockLimit_TimesOut()
    {
        var tools = await MediaTools.LocateAsync(limits: new MediaLimits { DecodeTimeout = TimeSpan.FromMilliseconds(300) });
        var path = Clip("testsrc2=s=640x360:r=30:d=10");
        var info = await new VideoProbe(tools).ProbeAsync(path);
        await using var reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = RawFormat.Rgb24 });
        var frame = new byte[reader.FrameBytes];

        // A reader that does not read blocks the decoder for as long as it likes.
        await Task.Delay(600);
        var failure = await Assert.ThrowsAsync<MediaException>(async () =>
        {
            while (await reader.ReadAsync(frame))
            {
            }
        });

        Assert.Equal(MediaError.TimedOut, failure.Reason);
    }

    [Fact]
    public async Task Open_OnAThreadThatEnds_DoesNotKillTheDecoder()
    {
        var tools = await Ffmpeg.Tools;
        var path = Clip("testsrc2=s=640x360:r=30:d=5");
        var info = await new VideoProbe(tools).ProbeAsync(path);
        FrameReader? reader = null;
        var thread = new Thread(() => reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = RawFormat.Gray }));
        thread.Start();
        thread.Join();

        await Task.Delay(200);
        await using (reader)
        {
            var frame = new byte[reader!.FrameBytes];
            while (await reader.ReadAsync(frame))
            {
            }

            Assert.Equal(150, reader.FramesRead);
        }
    }

    private string Clip(string source, params string[] options)
    {
        var path = _folder["clip.mp4"];
        Ffmpeg.Make(path, source, options);
        return path;
    }
}
