using System.Runtime.Intrinsics;

namespace SoraGuard.Media.Watermark;

/// <summary>Mean over a square window of a plane; beyond the border the nearest sample counts. Keeps its buffers.</summary>
internal sealed class BoxFilter(int width, int height, int radius)
{
    private readonly float[] _rows = new float[width * height];
    private readonly float[] _columnSums = new float[width];

    /// <summary>Writes the means of <paramref name="source"/>; source and destination may be the same plane.</summary>
    public void Apply(ReadOnlySpan<float> source, Span<float> destination)
    {
        for (var y = 0; y < height; y++)
            AlongRow(source.Slice(y * width, width), _rows.AsSpan(y * width, width));
        Array.Clear(_columnSums);
        for (var y = -radius; y <= radius; y++)
            AddRow(Row(y), 1);
        for (var y = 0; y < height; y++)
        {
            WriteRow(destination.Slice(y * width, width));
            AddRow(Row(y + radius + 1), 1);
            AddRow(Row(y - radius), -1);
        }
    }

    private ReadOnlySpan<float> Row(int y) => _rows.AsSpan(Math.Clamp(y, 0, height - 1) * width, width);

    private void AlongRow(ReadOnlySpan<float> source, Span<float> sums)
    {
        var sum = 0f;
        for (var x = -radius; x <= radius; x++)
            sum += source[Math.Clamp(x, 0, width - 1)];
        for (var x = 0; x < width; x++)
        {
            sums[x] = sum;
            sum += source[Math.Min(x + radius + 1, width - 1)] - source[Math.Max(x - radius, 0)];
        }
    }

    private void AddRow(ReadOnlySpan<float> row, float sign)
    {
        var x = 0;
        for (; x <= width - Vector256<float>.Count; x += Vector256<float>.Count)
            (Vector256.Create<float>(_columnSums.AsSpan(x)) + Vector256.Create(row[x..]) * sign).CopyTo(_columnSums, x);
        for (; x < width; x++)
            _columnSums[x] += row[x] * sign;
    }

    private void WriteRow(Span<float> destination)
    {
        var scale = 1f / ((2 * radius + 1) * (2 * radius + 1));
        var x = 0;
        for (; x <= width - Vector256<float>.Count; x += Vector256<float>.Count)
            (Vector256.Create<float>(_columnSums.AsSpan(x)) * scale).CopyTo(destination[x..]);
        for (; x < width; x++)
            destination[x] = _columnSums[x] * scale;
    }
}
