using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class WatermarkDetectorTests
{
    private const int Width = 640;
    private const int Height = 360;
    private static readonly byte[] s_scene = Pictures.Scene(Width, Height);
    private static readonly byte[] s_marked = Pictures.Marked(s_scene, Width, Height);

    [Fact]
    public void AFullFrame_IsReadAtOnce()
    {
        var found = Pictures.Detect(Width, Height, Pictures.Key, s_marked);

        Assert.True(found.Found);
        Assert.True(found.Valid);
        Assert.Equal(Pictures.Id, found.Payload);
        Assert.Equal(1, found.Searched.DecodeAttempts);
        Assert.Equal(2, found.Searched.Hypotheses);
        Assert.InRange(found.RawBitErrorRate!.Value, 0, 0.05);
        Assert.True(found.FalsePositiveBound < 1e-9);
        Assert.Equal(new MarkGeometry(1, Flipped: false, 0, 0), found.Geometry);
    }

    [Fact]
    public void AMirrorImage_IsReadAndSaidToBeOne()
    {
        var found = Pictures.Detect(Width, Height, Pictures.Key, Pictures.Mirror(s_marked, Width));

        Assert.Equal(Pictures.Id, found.Payload);
        Assert.True(found.Geometry!.Value.Flipped);
    }

    [Theory]
    [InlineData(0.71, false)]
    [InlineData(0.71, true)]
    [InlineData(0.55, false)]
    public void ACrop_IsReadAndItsPlaceIsSaid(double share, bool mirrored)
    {
        // Many frames, as a clip has: grain differs from frame to frame, the mark does not.
        var (width, height, x, y) = ((int)(share * Width), (int)(share * Height), 40, 60);
        var frames = Enumerable.Range(0, 8).Select(seed =>
        {
            var crop = Pictures.Crop(Pictures.Marked(Pictures.Scene(Width, Height, seed), Width, Height), Width, x, y, width, height);
            return mirrored ? Pictures.Mirror(crop, width) : crop;
        });

        var found = Pictures.Detect(width, height, Pictures.Key, [.. frames]);

        Assert.Equal(Pictures.Id, found.Payload);
        Assert.Equal(mirrored, found.Geometry!.Value.Flipped);
        Assert.Equal(height / (double)Height, found.Geometry.Value.Scale, 0.004);
        if (!mirrored)
        {
            Assert.Equal(x / (double)Height % (64.0 / 270), found.Geometry.Value.OffsetX, 0.006);
            Assert.Equal(y / (double)Height % (64.0 / 270), found.Geometry.Value.OffsetY, 0.006);
        }
    }

    [Theory]
    [MemberData(nameof(Unmarked))]
    public void WithoutOurMark_NothingIsFound(string what, byte[] plane)
    {
        var found = Pictures.Detect(Width, Height, Pictures.Key, plane);

        Assert.False(found.Found, what);
        Assert.False(found.Valid);
        Assert.Null(found.Payload);
        Assert.Null(found.Geometry);
        Assert.Null(found.RawBitErrorRate);
        Assert.Empty(found.Spans);
        Assert.True(found.Searched.Hypotheses > 1_000_000);
        Assert.InRange(found.Searched.DecodeAttempts, 1, 3);
        Assert.True(double.IsFinite(found.Z));
        Assert.InRange(found.FalsePositiveBound, WatermarkDetector.AcceptedFalsePositives, 1);
    }

    public static TheoryData<string, byte[]> Unmarked() => new()
    {
        { "a scene", s_scene },
        { "another key's mark", Pictures.Marked(s_scene, Width, Height, Pictures.OtherKey) },
        { "black", Pictures.Flat(Width, Height, 0) },
        { "noise", Noise() },
        { "stripes", [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i % 7 < 3 ? 30 : 220))] },
    };

    [Fact]
    public void AForgedPayload_IsNotValid()
    {
        // The pattern of the right key around a payload that another key signed.
        var forged = (byte[])s_scene.Clone();
        var coded = MarkPayload.Encode(Pictures.Id, Pictures.OtherKey);
        var pattern = new MarkPattern(Width, Height, Pictures.Key.Layout, coded);
        for (var i = 0; i < forged.Length; i++)
            forged[i] = (byte)Math.Clamp(forged[i] + pattern.Row(i / Width)[i % Width] / 24, 0, 255);

        var found = Pictures.Detect(Width, Height, Pictures.Key, forged);

        Assert.False(found.Valid);
        Assert.Null(found.Payload);
        // The sync pattern is there all the same, and is reported as what it is.
        Assert.True(found.Found);
        Assert.True(found.FalsePositiveBound <= WatermarkDetector.AcceptedFalsePositives);
    }

    [Fact]
    public void Spans_CoverTheMarkedPartOnly()
    {
        byte[][] frames = [.. Enumerable.Repeat(s_scene, 20), .. Enumerable.Repeat(s_marked, 30), .. Enumerable.Repeat(s_scene, 15)];

        var found = Pictures.Detect(Width, Height, Pictures.Key, frames);

        Assert.Equal(Pictures.Id, found.Payload);
        Assert.Equal([new MarkSpan(2, 5)], found.Spans);
        Assert.Equal(6.5, found.Searched.Seconds);
    }

    [Fact]
    public void ALongClip_KeepsToSixtyFourWindows()
    {
        var detector = new WatermarkDetector(160, 128, framesPerSecond: 1);
        var frame = Pictures.Marked(Pictures.Scene(160, 128), 160, 128);
        for (var i = 0; i < 300; i++)
            detector.Add(frame);

        var searched = detector.Detect(Pictures.Key).Searched;

        Assert.Equal(300, searched.Frames);
        Assert.Equal(8, searched.WindowSeconds);
    }

    [Fact]
    public void OddClips_AreSearchedWithoutFault()
    {
        Assert.False(Pictures.Detect(Width, Height, Pictures.Key).Found);
        Assert.False(Pictures.Detect(1, 1, Pictures.Key, [128]).Found);
        var (width, height) = WatermarkDetector.WorkingSize(8000, 40);
        Assert.InRange(width, 1, 1280);
        Assert.False(Pictures.Detect(8000, 40, Pictures.Key, Pictures.Scene(width, height)).Found);
    }

    [Fact]
    public void FramesOfAnotherSize_AreRefused() =>
        Assert.Throws<ArgumentException>(() => new WatermarkDetector(Width, Height, 25).Add(new byte[10]));

    [Fact]
    public void ACancelledSearch_Stops()
    {
        var detector = new WatermarkDetector(Width, Height, 25);
        detector.Add(s_scene);

        Assert.Throws<OperationCanceledException>(() => detector.Detect(Pictures.Key, new CancellationToken(canceled: true)));
    }

    private static byte[] Noise()
    {
        var noise = new byte[Width * Height];
        new Random(4).NextBytes(noise);
        return noise;
    }
}
