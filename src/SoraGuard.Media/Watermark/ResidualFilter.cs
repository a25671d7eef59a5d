using System.Runtime.Intrinsics;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// Turns a grey frame into what is left when the picture is taken out, and adds it to a sum: each pixel less the mean of its 3 x 3
/// neighbourhood, weighted by what the mark can be there over what the picture is there. The small window is what makes edges keep silent.
/// </summary>
internal sealed class ResidualFilter
{
    private const float Window = 9;

    /// <summary>How much stronger the mark is expected where the local deviation is one grey level.</summary>
    private const float TextureGain = 0.4f;

    private readonly int _width;
    private readonly int _height;
    private readonly float[] _residual;
    private float[] _above;
    private float[] _middle;
    private float[] _below;

    // One column of margin on both sides, a copy of the border.
    private readonly float[] _columnSums;

    public ResidualFilter(int width, int height)
    {
        _width = width;
        _height = height;
        _residual = new float[width * height];
        _above = new float[width];
        _middle = new float[width];
        _below = new float[width];
        _columnSums = new float[width + 2];
    }

    /// <summary>Filters one frame and adds it to <paramref name="sum"/>, both width·height.</summary>
    public void AddTo(Span<float> sum, ReadOnlySpan<byte> grey)
    {
        ToFloat(Row(grey, 0), _middle);
        ToFloat(Row(grey, 0), _below);
        for (var y = 0; y < _height; y++)
        {
            (_above, _middle, _below) = (_middle, _below, _above);
            ToFloat(Row(grey, y + 1), _below);
            SumColumns(_above, _middle, _below, squares: false);
            HighPass(_residual.AsSpan(y * _width, _width));
        }

        for (var y = 0; y < _height; y++)
        {
            SumColumns(Row<float>(_residual, y - 1), Row<float>(_residual, y), Row<float>(_residual, y + 1), squares: true);
            AddWeighted(_residual.AsSpan(y * _width, _width), sum.Slice(y * _width, _width));
        }
    }

    private ReadOnlySpan<T> Row<T>(ReadOnlySpan<T> plane, int y) => plane.Slice(Math.Clamp(y, 0, _height - 1) * _width, _width);

    private static void ToFloat(ReadOnlySpan<byte> row, Span<float> values)
    {
        var x = 0;
        for (; x <= row.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(row[x..]));
            Sixteen(low, values[x..]);
            Sixteen(high, values[(x + 16)..]);
        }

        for (; x < row.Length; x++)
            values[x] = row[x];
    }

    private static void Sixteen(Vector256<ushort> pixels, Span<float> values)
    {
        var (low, high) = Vector256.Widen(pixels);
        Vector256.ConvertToSingle(low.AsInt32()).CopyTo(values);
        Vector256.ConvertToSingle(high.AsInt32()).CopyTo(values[8..]);
    }

    private void SumColumns(ReadOnlySpan<float> above, ReadOnlySpan<float> middle, ReadOnlySpan<float> below, bool squares)
    {
        var sums = _columnSums.AsSpan(1, _width);
        var x = 0;
        for (; x <= _width - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            var (a, m, b) = (Vector256.Create(above[x..]), Vector256.Create(middle[x..]), Vector256.Create(below[x..]));
            (squares ? a * a + m * m + b * b : a + m + b).CopyTo(sums[x..]);
        }

        for (; x < _width; x++)
            sums[x] = squares ? above[x] * above[x] + middle[x] * middle[x] + below[x] * below[x] : above[x] + middle[x] + below[x];
        _columnSums[0] = sums[0];
        _columnSums[^1] = sums[^1];
    }

    private void HighPass(Span<float> residual)
    {
        var x = 0;
        for (; x <= _width - Vector256<float>.Count; x += Vector256<float>.Count)
            (Vector256.Create<float>(_middle.AsSpan(x)) - ThreeSums(x) * (1 / Window)).CopyTo(residual[x..]);
        for (; x < _width; x++)
            residual[x] = _middle[x] - (_columnSums[x] + _columnSums[x + 1] + _columnSums[x + 2]) / Window;
    }

    private void AddWeighted(ReadOnlySpan<float> residual, Span<float> sum)
    {
        var one = Vector256<float>.One;
        var x = 0;
        for (; x <= _width - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            var variance = ThreeSums(x) * (1 / Window);
            var weight = (one + Vector256.Sqrt(variance) * TextureGain) / (one + variance);
            (Vector256.Create<float>(sum[x..]) + Vector256.Create(residual[x..]) * weight).CopyTo(sum[x..]);
        }

        for (; x < _width; x++)
        {
            var variance = (_columnSums[x] + _columnSums[x + 1] + _columnSums[x + 2]) / Window;
            sum[x] += residual[x] * (1 + MathF.Sqrt(variance) * TextureGain) / (1 + variance);
        }
    }

    private Vector256<float> ThreeSums(int x)
    {
        ReadOnlySpan<float> sums = _columnSums.AsSpan(x);
        return Vector256.Create(sums) + Vector256.Create(sums[1..]) + Vector256.Create(sums[2..]);
    }
}
