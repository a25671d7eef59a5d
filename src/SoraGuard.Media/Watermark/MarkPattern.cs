using System.Runtime.Intrinsics;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// The marked tile repeated over a picture, with a root mean square of 1, sampled exactly at each pixel's centre: the tile is
/// a sum of waves, so there is nothing to interpolate. Stored as signed bytes of 1/32.
/// </summary>
internal sealed class MarkPattern
{
    /// <summary>Stored value of amplitude 1. The pattern is near Gaussian: what is beyond ±3.97 is clipped.</summary>
    public const float UnitsPerOne = 32;

    /// <summary>Waves shorter than this many pixels are left out: a small picture cannot hold them.</summary>
    private const double ShortestWavePixels = 2.2;

    /// <summary>Waves shorter than this are made fainter in proportion: codecs take them first. In 720 lines and more there are none.</summary>
    private const double FullWavePixels = 5.5;

    private readonly sbyte[] _samples;

    public MarkPattern(int width, int height, MarkLayout layout, byte[] codedBits)
    {
        Width = width;
        _samples = new sbyte[width * height];
        var unitsPerPixel = (double)MarkLayout.ShortSideUnits / Math.Min(width, height);
        var waves = Waves(layout, codedBits, MarkLayout.TileUnits / unitsPerPixel);
        var across = new Harmonics(width, unitsPerPixel);
        var rowCos = new float[Harmonics.Count];
        var rowSin = new float[Harmonics.Count];
        var row = new float[width];
        for (var y = 0; y < height; y++)
        {
            Collapse(waves, 2 * Math.PI / MarkLayout.TileUnits * (y + 0.5) * unitsPerPixel, rowCos, rowSin);
            Sum(across, rowCos, rowSin, row);
            for (var x = 0; x < width; x++)
                _samples[y * width + x] = (sbyte)Math.Clamp(MathF.Round(row[x] * UnitsPerOne), sbyte.MinValue, sbyte.MaxValue);
        }
    }

    public int Width { get; }

    public ReadOnlySpan<sbyte> Row(int y) => _samples.AsSpan(y * Width, Width);

    private readonly record struct Wave(int U, int V, double Cos, double Sin)
    {
        public static Wave Of(Carrier carrier, double amplitude) => new(carrier.U, carrier.V, amplitude * carrier.Cos, amplitude * carrier.Sin);
    }

    private static Wave[] Waves(MarkLayout layout, byte[] codedBits, double tilePixels)
    {
        var held = layout.Carriers
            .Where(c => tilePixels / c.Radius >= ShortestWavePixels)
            .Select(c => Wave.Of(c, Amplitude(c, codedBits, tilePixels / c.Radius)))
            .ToArray();
        var scale = Math.Sqrt(2 / held.Sum(w => w.Cos * w.Cos + w.Sin * w.Sin));
        return [.. held.Select(w => w with { Cos = w.Cos * scale, Sin = w.Sin * scale })];
    }

    private static double Amplitude(Carrier carrier, byte[] codedBits, double wavePixels)
    {
        var sign = carrier.IsSync ? MarkLayout.SyncAmplitude : codedBits[carrier.Bit] == 0 ? 1 : -1;
        return sign * Math.Min(1, wavePixels / FullWavePixels);
    }

    // The waves of one row, gathered by horizontal frequency: cos(uX + vY + p) = cos(uX)·cos(vY + p) - sin(uX)·sin(vY + p).
    private static void Collapse(Wave[] waves, double angle, float[] rowCos, float[] rowSin)
    {
        Array.Clear(rowCos);
        Array.Clear(rowSin);
        Span<double> cos = stackalloc double[2 * MarkLayout.HighestFrequency + 1];
        Span<double> sin = stackalloc double[2 * MarkLayout.HighestFrequency + 1];
        for (var v = -MarkLayout.HighestFrequency; v <= MarkLayout.HighestFrequency; v++)
            (sin[v + MarkLayout.HighestFrequency], cos[v + MarkLayout.HighestFrequency]) = Math.SinCos(v * angle);
        foreach (var wave in waves)
        {
            var (c, s) = (cos[wave.V + MarkLayout.HighestFrequency], sin[wave.V + MarkLayout.HighestFrequency]);
            rowCos[wave.U] += (float)(c * wave.Cos - s * wave.Sin);
            rowSin[wave.U] += (float)(s * wave.Cos + c * wave.Sin);
        }
    }

    private static void Sum(Harmonics across, float[] rowCos, float[] rowSin, float[] row)
    {
        Array.Clear(row);
        for (var u = 0; u < Harmonics.Count; u++)
        {
            var cos = across.Cos(u);
            var sin = across.Sin(u);
            var x = 0;
            for (; x <= row.Length - Vector256<float>.Count; x += Vector256<float>.Count)
            {
                var sum = Vector256.Create<float>(row.AsSpan(x)) + Vector256.Create(cos[x..]) * rowCos[u] - Vector256.Create(sin[x..]) * rowSin[u];
                sum.CopyTo(row, x);
            }

            for (; x < row.Length; x++)
                row[x] += cos[x] * rowCos[u] - sin[x] * rowSin[u];
        }
    }
}
