using SoraGuard.Media.Labels;
using SoraGuard.Media.Tests.Watermark;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests;

/// <summary>One small clip, marked once with everything.</summary>
public sealed class MarkedClip : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    public string Source => _folder["source.mp4"];

    public string Output => _folder["marked.mp4"];

    internal TempFolder Folder => _folder;

    public MarkOptions Options { get; } = new()
    {
        Key = Pictures.Key,
        Id = Pictures.Id,
        Label = LabelProfile.Eu,
        Aigc = AigcRecord.FirstWrite("001191110102MA01", "clip-7f"),
    };

    public MarkResult Result { get; private set; } = null!; // set by InitializeAsync

    public async Task InitializeAsync()
    {
        Ffmpeg.Make(Source, "gradients=s=1280x720:r=24:d=2:seed=3", "-f", "lavfi", "-i", "sine=d=2", "-c:a", "aac", "-metadata", "title=private");
        Result = await new VideoMarker(await Ffmpeg.Tools).MarkAsync(Source, Output, Options);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}

[Trait("Category", "Integration")]
public sealed class VideoMarkerTests(MarkedClip clip) : IClassFixture<MarkedClip>
{
    [Fact]
    public void TheClip_IsNotHeldAndHardlyChanged()
    {
        Assert.Empty(clip.Result.HeldBecause);
        Assert.Equal(48, clip.Result.Frames);
        Assert.InRange(clip.Result.PsnrY, WatermarkEmbedder.LowestPsnr - 0.1, 49);
        Assert.InRange(clip.Result.Ssim, 0.97, 1);
    }

    [Fact]
    public void FinalBytes_ShowEveryMark()
    {
        var reading = clip.Result.Reading;

        Assert.Equal(Pictures.Id, reading.Watermarks[0].Payload);
        Assert.Equal([new MarkSpan(0, 2)], reading.Watermarks[0].Spans);
        Assert.Equal(clip.Options.Aigc, reading.Aigc.Record);
        var label = Assert.Single(reading.Labels, l => l.Present);
        Assert.Equal((LabelProfile.Eu, ContentOrigin.Generated), (label.Profile, label.Origin));
        Assert.Equal(2, label.Seconds, 0.05);
    }

    [Fact]
    public void FinalBytes_KeepTheSoundAndNotTheTags()
    {
        Assert.Equal("aac", clip.Result.Reading.Info.AudioCodec);
        Assert.DoesNotContain(clip.Result.Reading.Info.Tags.Values, v => v.Contains("private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Marking_IsDeterministic()
    {
        var again = clip.Folder["again.mp4"];

        await new VideoMarker(await Ffmpeg.Tools).MarkAsync(clip.Source, again, clip.Options with { SurvivalCrf = null });

        Assert.Equal(File.ReadAllBytes(clip.Output), File.ReadAllBytes(again));
    }

    [Fact]
    public async Task AStrippedCopy_KeepsWatermarkAndLabelAndLosesTheRecord()
    {
        var stripped = clip.Folder["stripped.mkv"];
        Ffmpeg.Run("-i", clip.Output, "-map_metadata", "-1", "-c", "copy", stripped);

        var reading = await Read(stripped);

        Assert.Equal(Pictures.Id, reading.Watermarks[0].Payload);
        Assert.Contains(reading.Labels, l => l.Present && l.Profile == LabelProfile.Eu);
        Assert.False(reading.Aigc.Found);
    }

    [Fact]
    public async Task AReencodedSmallerCopy_KeepsWatermarkAndLabel()
    {
        var copy = clip.Folder["small.mp4"];
        Ffmpeg.Run("-i", clip.Output, "-vf", "scale=-2:480", "-c:v", "libx264", "-crf", "28", copy);

        var reading = await Read(copy);

        Assert.Equal(Pictures.Id, reading.Watermarks[0].Payload);
        Assert.Contains(reading.Labels, l => l.Present && l.Profile == LabelProfile.Eu);
    }

    [Fact]
    public async Task TheSourceAndAnotherKey_ShowNothing()
    {
        var source = await Read(clip.Source);
        var marked = await new MarkReader(await Ffmpeg.Tools).ReadAsync(clip.Output, [Pictures.OtherKey, Pictures.Key]);

        Assert.False(source.Watermarks[0].Found);
        Assert.DoesNotContain(source.Labels, l => l.Present);
        Assert.False(source.Aigc.Found);
        Assert.False(marked.Watermarks[0].Found);
        Assert.True(marked.Watermarks[1].Found);
    }

    [Fact]
    public async Task ARecordThatWasTamperedWith_IsSeen()
    {
        var tampered = clip.Folder["tampered.mp4"];
        Ffmpeg.Run("-i", clip.Output, "-c", "copy", "-metadata", "AIGC={\"AIGC\":{\"Label\":\"9\"}}", "-movflags", "use_metadata_tags", tampered);

        var reading = await Read(tampered);

        Assert.True(reading.Aigc.Found);
        Assert.Null(reading.Aigc.Record);
        Assert.NotEmpty(reading.Aigc.Problems);
        Assert.NotEmpty(MarkAudit.Missing(reading, clip.Options));
    }

    [Fact]
    public async Task AWatermarkThatWouldNotOutliveItsTrial_HoldsTheClip()
    {
        var result = await new VideoMarker(await Ffmpeg.Tools).MarkAsync(clip.Source, clip.Folder["held.mp4"], clip.Options with { SurvivalCrf = 51 });

        Assert.True(result.Held);
        Assert.Contains("CRF 51", Assert.Single(result.HeldBecause), StringComparison.Ordinal);
        // It had been marked at the strongest setting before it was given up.
        Assert.InRange(result.PsnrY, WatermarkEmbedder.LowestPsnr - 0.1, WatermarkEmbedder.LowestPsnr + 0.3);
    }

    [Fact]
    public async Task FailuresLeaveNothingBehind()
    {
        using var folder = new TempFolder();
        var marker = new VideoMarker(await Ffmpeg.Tools);
        Ffmpeg.Make(folder["tiny.mp4"], "testsrc2=s=96x96:r=10:d=0.3");
        Ffmpeg.Make(folder["low.mp4"], "testsrc2=s=160x128:r=10:d=0.3");

        await Assert.ThrowsAsync<FileNotFoundException>(() => marker.MarkAsync(folder["none.mp4"], folder["out.mp4"], clip.Options));
        var tiny = await Assert.ThrowsAsync<MediaException>(() => marker.MarkAsync(folder["tiny.mp4"], folder["out.mp4"], clip.Options));
        var label = await Assert.ThrowsAsync<MediaException>(() => marker.MarkAsync(folder["low.mp4"], folder["out.mp4"], clip.Options));
        var badRecord = clip.Options with { Aigc = AigcRecord.FirstWrite("has space", "x") };
        await Assert.ThrowsAsync<ArgumentException>(() => marker.MarkAsync(clip.Source, folder["out.mp4"], badRecord));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (true)
                await marker.MarkAsync(clip.Source, folder["out.mp4"], clip.Options, stop.Token);
        });

        Assert.Equal((MediaError.TooSmall, MediaError.TooSmall), (tiny.Reason, label.Reason));
        Assert.Equal(["low.mp4", "tiny.mp4"], folder.Files.Where(f => f != "out.mp4"));
    }

    private static async Task<MarkReading> Read(string path) => await new MarkReader(await Ffmpeg.Tools).ReadAsync(path, [Pictures.Key]);
}
