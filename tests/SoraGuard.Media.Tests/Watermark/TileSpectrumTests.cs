using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class TileSpectrumTests
{
    [Fact]
    public void Of_EqualsTheDefinition()
    {
        const int Width = 77, Height = 50;
        const double UnitsX = 0.81, UnitsY = 0.79;
        var picture = Pictures.Scene(Width, Height).Select(b => b - 100f).ToArray();

        var spectrum = TileSpectrum.Of(picture, Width, Height, UnitsX, UnitsY);

        foreach (var (u, v) in new[] { (0, 7), (31, 0), (12, -9), (5, 31), (20, -23), (-12, 9) })
        {
            double real = 0, imaginary = 0;
            for (var i = 0; i < picture.Length; i++)
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI / 64 * (u * (i % Width + 0.5) * UnitsX + v * (i / Width + 0.5) * UnitsY));
                (real, imaginary) = (real + picture[i] * cos, imaginary + picture[i] * sin);
            }

            Assert.Equal(real, spectrum[u, v].Real, 0.5);
            Assert.Equal(imaginary, spectrum[u, v].Imaginary, 0.5);
        }
    }

    // The bound behind every reported false-positive figure: over random keys, P(z >= t) <= exp(-t²/2) on a given picture.
    [Fact]
    public void SyncZ_OverRandomKeys_KeepsItsBound()
    {
        const int Keys = 60, Places = 200;
        var picture = new float[320 * 180];
        new ResidualFilter(320, 180).AddTo(picture, Pictures.Scene(320, 180));
        var spectrum = TileSpectrum.Of(picture, 320, 180, 1.5, 1.5);
        var scores = new List<double>();
        for (var k = 0; k < Keys; k++)
        {
            var ofKey = new MarkSpectrum(spectrum, WatermarkKey.FromSecret([.. Enumerable.Repeat((byte)k, 16)]).Layout, flipped: false);
            for (var i = 0; i < Places; i++)
                scores.Add(ofKey.SyncZ(i * 3.7, i * 11.3));
        }

        Assert.Equal(1, scores.Average(z => z * z), 0.1);
        foreach (var t in new[] { 1.0, 2.0, 2.5, 3.0 })
            Assert.True(scores.Count(z => z >= t) <= scores.Count * Math.Exp(-t * t / 2), $"z >= {t}");
    }
}
