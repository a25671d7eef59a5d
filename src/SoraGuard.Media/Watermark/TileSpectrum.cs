using System.Runtime.Intrinsics;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// A picture's content at the waves of the tile: F(u, v) = Σ picture(x, y)·exp(−2πi(u·x + v·y)/64) for u in 0..31 and v in −31..31, with x and y
/// the pixel centres in canonical units. An exact projection, for any scale.
/// </summary>
internal sealed class TileSpectrum
{
    private const int Reach = MarkLayout.HighestFrequency;
    private const int Padded = 32;
    private const int RowsAtOnce = 4;

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
        Span<float> real = stackalloc float[RowsAtOnce * Padded];
        Span<float> imaginary = stackalloc float[RowsAtOnce * Padded];
        for (var y = 0; y < height; y += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, height - y);
            for (var u = 0; u < Harmonics.Count; u++)
                if (rows == RowsAtOnce)
                    FourDots(picture[(y * width)..], across.Cos(u), across.Sin(u), real[u..], imaginary[u..]);
                else
                    for (var row = 0; row < rows; row++)
                        Dot(picture.Slice((y + row) * width, width), across.Cos(u), across.Sin(u), out real[row * Padded + u], out imaginary[row * Padded + u]);
            for (var row = 0; row < rows; row++)
                for (var v = 0; v < Harmonics.Count; v++)
                    spectrum.AddRow(v, real.Slice(row * Padded, Padded), imaginary.Slice(row * Padded, Padded), down.Cos(v)[y + row], down.Sin(v)[y + row]);
        }

        return spectrum;
    }

    // Four rows for each load of the waves: the projection is bound by loads. Results are Padded apart.
    private static void FourDots(ReadOnlySpan<float> rows, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, Span<float> real, Span<float> imaginary)
    {
        var width = cos.Length;
        Vector256<float> re0 = default, re1 = default, re2 = default, re3 = default, im0 = default, im1 = default, im2 = default, im3 = default;
        var x = 0;
        for (; x <= width - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            var (c, s) = (Vector256.Create(cos[x..]), Vector256.Create(sin[x..]));
            var (r0, r1) = (Vector256.Create(rows[x..]), Vector256.Create(rows[(width + x)..]));
            var (r2, r3) = (Vector256.Create(rows[(2 * width + x)..]), Vector256.Create(rows[(3 * width + x)..]));
            (re0, re1, re2, re3) = (re0 + r0 * c, re1 + r1 * c, re2 + r2 * c, re3 + r3 * c);
            (im0, im1, im2, im3) = (im0 - r0 * s, im1 - r1 * s, im2 - r2 * s, im3 - r3 * s);
        }

        (real[0], imaginary[0]) = (Vector256.Sum(re0), Vector256.Sum(im0));
        (real[Padded], imaginary[Padded]) = (Vector256.Sum(re1), Vector256.Sum(im1));
        (real[2 * Padded], imaginary[2 * Padded]) = (Vector256.Sum(re2), Vector256.Sum(im2));
        (real[3 * Padded], imaginary[3 * Padded]) = (Vector256.Sum(re3), Vector256.Sum(im3));
        for (var row = 0; row < RowsAtOnce; row++)
            for (var rest = x; rest < width; rest++)
            {
                real[row * Padded] += rows[row * width + rest] * cos[rest];
                imaginary[row * Padded] -= rows[row * width + rest] * sin[rest];
            }
    }

    private static void Dot(ReadOnlySpan<float> row, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, out float real, out float imaginary)
    {
        (real, imaginary) = (0, 0);
        for (var x = 0; x < row.Length; x++)
            (real, imaginary) = (real + row[x] * cos[x], imaginary - row[x] * sin[x]);
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
}
