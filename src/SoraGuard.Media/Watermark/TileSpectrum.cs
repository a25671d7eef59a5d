using System.Runtime.Intrinsics;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// A picture's content at the waves of the tile: F(u, v) = Σ picture(x, y)·exp(−2πi(u·x + v·y)/64) for u in 0..30 and v in −30..30, with x and y
/// the pixel centres in canonical units. An exact projection, for any scale.
/// </summary>
internal sealed class TileSpectrum
{
    private const int Reach = MarkLayout.HighestFrequency;
    private const int Padded = 32;

    private readonly float[] _real = new float[(2 * Reach + 1) * Padded];
    private readonly float[] _imaginary = new float[(2 * Reach + 1) * Padded];

    public (float Real, float Imaginary) this[int u, int v] => u >= 0
        ? (_real[(v + Reach) * Padded + u], _imaginary[(v + Reach) * Padded + u])
        : (_real[(Reach - v) * Padded - u], -_imaginary[(Reach - v) * Padded - u]);

    public static TileSpectrum Of(ReadOnlySpan<float> picture, int width, int height, double unitsPerPixelX, double unitsPerPixelY)
    {
        var spectrum = new TileSpectrum();
        var across = new Harmonics(width, unitsPerPixelX);
        var down = new Harmonics(height, unitsPerPixelY);
        Span<float> real = stackalloc float[Padded];
        Span<float> imaginary = stackalloc float[Padded];
        real.Clear();
        imaginary.Clear();
        for (var y = 0; y < height; y++)
        {
            var row = picture.Slice(y * width, width);
            for (var u = 0; u < Harmonics.Count; u++)
            {
                real[u] = Dot(row, across.Cos(u));
                imaginary[u] = -Dot(row, across.Sin(u));
            }

            for (var v = 0; v < Harmonics.Count; v++)
                spectrum.AddRow(v, real, imaginary, down.Cos(v)[y], down.Sin(v)[y]);
        }

        return spectrum;
    }

    // Adds row·exp(∓i·angle) to the lines ±v.
    private void AddRow(int v, ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, float cos, float sin)
    {
        AddLine(Reach + v, real, imaginary, cos, sin);
        if (v > 0)
            AddLine(Reach - v, real, imaginary, cos, -sin);
    }

    private void AddLine(int line, ReadOnlySpan<float> real, ReadOnlySpan<float> imaginary, float cos, float sin)
    {
        for (var u = 0; u < Padded; u += Vector256<float>.Count)
        {
            var (re, im, at) = (Vector256.Create(real[u..]), Vector256.Create(imaginary[u..]), line * Padded + u);
            (Vector256.Create<float>(_real.AsSpan(at)) + re * cos + im * sin).CopyTo(_real, at);
            (Vector256.Create<float>(_imaginary.AsSpan(at)) + im * cos - re * sin).CopyTo(_imaginary, at);
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector256<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            sum += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        var total = Vector256.Sum(sum);
        for (; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }
}
