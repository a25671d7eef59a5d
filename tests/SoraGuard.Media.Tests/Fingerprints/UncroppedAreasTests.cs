using SoraGuard.Media.Fingerprints;
using SoraGuard.Media.Watermark;
using SoraGuard.TestData;

namespace SoraGuard.Media.Tests.Fingerprints;

public sealed class UncroppedAreasTests : IDisposable
{
    private const double Period = 64.0 / 270;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-0.004, 0.003)]
    [InlineData(Period - 0.002, 0)]
    public void Of_AFullFrame_IsTheWholeFrame(double offsetX, double offsetY)
    {
        var area = Assert.Single(UncroppedAreas.Of(new MarkGeometry(1, false, offsetX, offsetY), 640, 360, 1280, 720));

        Assert.InRange(area.Left + area.Top, 0, 0.01);
        Assert.InRange(Math.Min(area.Width, area.Height), 0.99, 1);
    }

    [Fact]
    public void Of_AMirrorImage_IsCountedFromItsOtherEdge()
    {
        const double Width = 0.71 * 1280 / 720, Left = 0.1;

        var areas = UncroppedAreas.Of(new MarkGeometry(0.71, true, (Left + Width) % Period, 0), 909, 511, 1280, 720);

        Assert.Equal(Left, areas[0].Left * 1280 / 720, 0.002);
    }

    [Fact]
    public void Of_ACrop_IsEveryPlaceAPeriodApart()
    {
        var areas = UncroppedAreas.Of(new MarkGeometry(0.71, false, 0.1, 0.05), 909, 511, 1280, 720);

        Assert.Equal([(0.1, 0.05), (0.1 + Period, 0.05), (0.1, 0.05 + Period), (0.1 + Period, 0.05 + Period)],
            areas.Select(a => (Math.Round(a.Left * 1280 / 720, 6), Math.Round(a.Top, 6))), new Near());
    }

    [Theory]
    [InlineData(1.2, 0, 0, 1280, 720)] // larger than the frame
    [InlineData(0.9, 0, 0, 720, 1280)] // upright of a frame that lies
    [InlineData(double.NaN, 0, 0, 1280, 720)]
    [InlineData(0.5, double.PositiveInfinity, 0, 1280, 720)]
    [InlineData(-1, 0, 0, 1280, 720)]
    public void Of_WhatDoesNotFit_IsNothing(double scale, double offsetX, double offsetY, int width, int height) =>
        Assert.Empty(UncroppedAreas.Of(new MarkGeometry(scale, false, offsetX, offsetY), width, height, 1280, 720));

    [Fact]
    public void Of_ATinyCropOfAWideFrame_KeepsToTheLimit() =>
        Assert.InRange(UncroppedAreas.Of(new MarkGeometry(0.001, false, 0, 0), 64, 64, 100_000, 64).Count, 1, UncroppedAreas.MaxAreas);

    // None of these is one of the windows that are registered.
    [SharedDataTheory("clips")]
    [InlineData("crop=iw*0.62:ih*0.62:iw*0.21:ih*0.33")]
    [InlineData("crop=iw*0.8:ih*0.7:iw*0.03:ih*0.2,scale=-2:400")]
    [InlineData("crop=iw*0.6:ih*0.66:iw*0.37:ih*0.05,hflip")]
    [Trait("Category", "Integration")]
    public async Task A_crop_is_found_by_where_its_watermark_says_it_was(string crop)
    {
        var (tools, key) = (await Ffmpeg.Tools, WatermarkKey.FromSecret(new byte[32]));
        Encode(SharedData.PathOf("clips", "sam2_juggle.mp4"), "null", "source.mp4");
        await new VideoMarker(tools).MarkAsync(_folder["source.mp4"], _folder["marked.mp4"], new MarkOptions { Key = key, Id = new WatermarkId(7), SurvivalCrf = null });
        Encode(_folder["marked.mp4"], crop, "copy.mp4");
        var reading = await new MarkReader(tools).ReadAsync(_folder["copy.mp4"], [key]);
        var copy = await new ClipFingerprinter(tools, FingerprintOptions.EveryFrame).ReadAsync(_folder["copy.mp4"]);
        var known = new ClipFingerprinter(tools);

        var areas = UncroppedAreas.Of(reading.Watermarks[0].Geometry!.Value, reading.Info.Width, reading.Info.Height, 1280, 720);
        var uncropped = await known.ReadAsync(_folder["marked.mp4"], areas);

        Assert.InRange(areas.Count, 1, 12);
        Assert.InRange(FingerprintMatch.Of(copy, await known.ReadAsync(_folder["marked.mp4"])).ComparedPercent, 0, 50);
        Assert.InRange(uncropped.Max(clip => FingerprintMatch.Of(copy, clip).ComparedPercent), 80, 100);
    }

    private void Encode(string source, string filter, string target) =>
        Ffmpeg.Run("-i", source, "-t", "4", "-an", "-vf", filter, "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", _folder[target]);

    private sealed class Near : IEqualityComparer<(double X, double Y)>
    {
        public bool Equals((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) < 1e-4;

        public int GetHashCode((double X, double Y) pair) => 0;
    }
}
