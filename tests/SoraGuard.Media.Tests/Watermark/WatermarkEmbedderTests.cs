using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class WatermarkEmbedderTests
{
    [Theory]
    [InlineData(640, 360)]
    [InlineData(641, 363)]
    [InlineData(202, 360)]
    public void Embed_ReachesTheStrengthAskedFor(int width, int height)
    {
        foreach (var psnr in new[] { WatermarkEmbedder.LowestPsnr, WatermarkEmbedder.DefaultPsnr, WatermarkEmbedder.HighestPsnr })
            foreach (var plane in new[] { Pictures.Scene(width, height), Pictures.Flat(width, height, 120), Pictures.Flat(width, height, 40) })
            {
                var quality = new FrameQuality(width, height);
                quality.Add(plane, Pictures.Marked(plane, width, height, psnr: psnr));

                // Small changes to flat planes round to nothing: the mark is then fainter than asked for, never stronger.
                Assert.InRange(quality.PsnrY, psnr - 0.15, psnr + 0.6);
            }
    }

    [Fact]
    public void Embed_IsDeterministic()
    {
        var plane = Pictures.Scene(640, 360);

        Assert.Equal(Pictures.Marked(plane, 640, 360), Pictures.Marked(plane, 640, 360));
    }

    // 641 = 20 vectors and one pixel.
    [Fact]
    public void Embed_TreatsThePixelsBesideTheVectorsAlike()
    {
        const int Width = 641, Height = 361;
        var plane = Pictures.Scene(Width, Height);
        var mask = new PerceptualMask(Width, Height, WatermarkEmbedder.DefaultPsnr);
        mask.Measure(plane);
        var pattern = new MarkPattern(Width, Height, Pictures.Key.Layout, MarkPayload.Encode(Pictures.Id, Pictures.Key));

        var marked = Pictures.Marked(plane, Width, Height);

        foreach (var y in new[] { 0, 1, 2, 179, 359, 360 })
            for (var x = 0; x < Width; x++)
            {
                var expected = Math.Clamp(plane[y * Width + x] + pattern.Row(y)[x] / MarkPattern.UnitsPerOne * Strength(mask, x, y), 0, 255);
                Assert.InRange(marked[y * Width + x], expected - 0.51, expected + 0.51);
            }
    }

    [Fact]
    public void Embed_AtTheEndsOfTheScale_DoesNotWrap()
    {
        foreach (byte level in new byte[] { 0, 1, 254, 255 })
            Assert.All(Pictures.Marked(Pictures.Flat(640, 360, level), 640, 360), b => Assert.InRange(b, level - 16, level + 16));
    }

    [Fact]
    public void TheMask_IsStrongerInTextureAndWeakerInTheDark()
    {
        // Left: flat; right: a checkerboard of the same mean.
        var plane = new byte[640 * 360];
        for (var i = 0; i < plane.Length; i++)
            plane[i] = (byte)(i % 640 < 320 ? 120 : (i % 640 / 8 + i / 640 / 8) % 2 == 0 ? 110 : 130);
        var mask = new PerceptualMask(640, 360, WatermarkEmbedder.DefaultPsnr);

        mask.Measure(plane);

        Assert.True(mask.Strength[40 * mask.Columns + 120] > 1.5 * mask.Strength[40 * mask.Columns + 40]);

        for (var i = 0; i < plane.Length; i++)
            plane[i] = (byte)(i % 640 < 320 ? 20 : 120);
        mask.Measure(plane);

        Assert.True(mask.Strength[40 * mask.Columns + 40] < 0.8 * mask.Strength[40 * mask.Columns + 120]);
    }

    [Fact]
    public void OptionsOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WatermarkEmbedder(127, 360, Pictures.Key, Pictures.Id));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WatermarkEmbedder(640, 360, Pictures.Key, Pictures.Id, 46.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WatermarkEmbedder(640, 360, Pictures.Key, Pictures.Id, double.NaN));
        Assert.Throws<ArgumentException>(() => new WatermarkEmbedder(640, 360, Pictures.Key, Pictures.Id).Embed(new byte[640 * 360 - 1]));
    }

    private static double Strength(PerceptualMask mask, int x, int y)
    {
        double Cell(int row, int column) => mask.Strength[Math.Clamp(row, 0, mask.Rows - 1) * mask.Columns + Math.Clamp(column, 0, mask.Columns - 1)];
        var (across, down) = ((x + 0.5) / 4 - 0.5, (y + 0.5) / 4 - 0.5);
        var (left, top) = ((int)Math.Floor(across), (int)Math.Floor(down));
        var above = double.Lerp(Cell(top, left), Cell(top, left + 1), across - left);
        return double.Lerp(above, double.Lerp(Cell(top + 1, left), Cell(top + 1, left + 1), across - left), down - top);
    }
}
