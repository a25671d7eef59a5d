using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class MarkPatternTests
{
    private static readonly byte[] s_coded = MarkPayload.Encode(Pictures.Id, Pictures.Key);

    [Theory]
    [InlineData(640, 360)]
    [InlineData(270, 480)]
    [InlineData(201, 333)]
    public void ThePattern_HasUnitPowerAtAnySize(int width, int height)
    {
        var samples = Samples(width, height);

        Assert.Equal(1, samples.Average(s => s * s), 0.06);
        Assert.Equal(0, samples.Average(), 0.02);
    }

    // The same waves, summed one by one in double precision at each pixel.
    [Fact]
    public void ThePattern_IsTheSumOfItsWaves()
    {
        const int Width = 281, Height = 270;
        var samples = Samples(Width, Height);
        var held = Pictures.Key.Layout.Carriers.Where(c => 64 / c.Radius >= 2.2).ToArray();
        var power = held.Sum(c => Amplitude(c) * Amplitude(c));

        foreach (var (x, y) in new[] { (0, 0), (280, 269), (100, 31), (7, 200) })
        {
            var sum = held.Sum(c => Amplitude(c) * Math.Cos(2 * Math.PI / 64 * (c.U * (x + 0.5) + c.V * (y + 0.5)) + Math.Atan2(c.Sin, c.Cos)));
            Assert.Equal(sum * Math.Sqrt(2 / power), samples[y * Width + x], 0.02);
        }

        // One canonical unit is one pixel here; waves under 5.5 pixels are fainter.
        static double Amplitude(Carrier c) => (c.IsSync ? 1.4 : 1 - 2 * s_coded[c.Bit]) * Math.Min(1, 64 / c.Radius / 5.5);
    }

    private static double[] Samples(int width, int height)
    {
        var pattern = new MarkPattern(width, height, Pictures.Key.Layout, s_coded);
        return [.. Enumerable.Range(0, height).SelectMany(y => pattern.Row(y).ToArray()).Select(s => s / MarkPattern.UnitsPerOne)];
    }
}
