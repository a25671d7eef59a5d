using System.Runtime.Intrinsics;

namespace SoraGuard.Media.Watermark;

/// <summary>Adds the mark to frames of one size. The same mark goes into every frame; only its local strength follows the picture. Not thread-safe.</summary>
public sealed class WatermarkEmbedder
{
    /// <summary>PSNR-Y of a marked frame against its original, in dB, where nothing else is asked for.</summary>
    public const double DefaultPsnr = 48.2;

    /// <summary>The strongest mark allowed: below this PSNR-Y it would show.</summary>
    public const double LowestPsnr = 46.2;

    /// <summary>Shortest side of a frame that can be marked at all, in pixels. Below about 360 little survives a re-encode.</summary>
    public const int MinShortSide = 128;

    /// <summary>The faintest mark allowed.</summary>
    public const double HighestPsnr = 52;

    private readonly int _width;
    private readonly int _height;
    private readonly MarkPattern _pattern;
    private readonly PerceptualMask _mask;
    private readonly float[] _above;
    private readonly float[] _below;
    private readonly float[] _strength;

    /// <summary>Prepares the pattern for frames of this size: about 0.1 s for 1080p.</summary>
    /// <param name="width">Luma pixels across.</param>
    /// <param name="height">Luma pixels down.</param>
    /// <param name="key">Whose mark it is.</param>
    /// <param name="id">What it says.</param>
    /// <param name="psnr">Strength, as the PSNR-Y of a marked frame, in dB: from <see cref="LowestPsnr"/> to <see cref="HighestPsnr"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side shorter than <see cref="MinShortSide"/>, or a strength out of range.</exception>
    public WatermarkEmbedder(int width, int height, WatermarkKey key, WatermarkId id, double psnr = DefaultPsnr)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, MinShortSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, MinShortSide);
        ArgumentNullException.ThrowIfNull(key);
        if (psnr is not (>= LowestPsnr and <= HighestPsnr))
            throw new ArgumentOutOfRangeException(nameof(psnr), psnr, $"The strength is a PSNR from {LowestPsnr} to {HighestPsnr} dB.");
        _width = width;
        _height = height;
        _pattern = new MarkPattern(width, height, key.Layout, MarkPayload.Encode(id, key));
        _mask = new PerceptualMask(width, height, psnr);
        _above = new float[width];
        _below = new float[width];
        _strength = new float[width];
    }

    /// <summary>Marks the luma plane (width·height bytes, no padding) in place.</summary>
    /// <exception cref="ArgumentException">The plane has another size.</exception>
    public void Embed(Span<byte> luma)
    {
        if (luma.Length != _width * _height)
            throw new ArgumentException($"A luma plane of {_width}x{_height} has {_width * _height} bytes, not {luma.Length}.", nameof(luma));
        _mask.Measure(luma);
        var expanded = -1;
        for (var y = 0; y < _height; y++)
        {
            var position = (y + 0.5f) / PerceptualMask.CellPixels - 0.5f;
            var cellRow = Math.Max((int)MathF.Floor(position), 0);
            if (cellRow != expanded)
            {
                Expand(cellRow, _above);
                Expand(Math.Min(cellRow + 1, _mask.Rows - 1), _below);
                expanded = cellRow;
            }

            Blend(Math.Max(position - cellRow, 0));
            AddRow(luma.Slice(y * _width, _width), _pattern.Row(y));
        }
    }

    // One row of cells, interpolated between the cells' centres. Pixel k of a cell lies at (k + ½)/4 - ½ from the cell's centre.
    private void Expand(int cellRow, float[] row)
    {
        var cells = _mask.Strength.AsSpan(cellRow * _mask.Columns, _mask.Columns);
        for (var c = 0; c < cells.Length; c++)
        {
            var (cell, start) = (cells[c] / MarkPattern.UnitsPerOne, c * PerceptualMask.CellPixels);
            var left = cells[Math.Max(c - 1, 0)] / MarkPattern.UnitsPerOne;
            var right = cells[Math.Min(c + 1, cells.Length - 1)] / MarkPattern.UnitsPerOne;
            for (var k = 0; k < PerceptualMask.CellPixels && start + k < row.Length; k++)
            {
                var from = (k + 0.5f) / PerceptualMask.CellPixels - 0.5f;
                row[start + k] = from < 0 ? float.Lerp(cell, left, -from) : float.Lerp(cell, right, from);
            }
        }
    }

    private void Blend(float share)
    {
        var x = 0;
        for (; x <= _width - Vector256<float>.Count; x += Vector256<float>.Count)
        {
            var above = Vector256.Create<float>(_above.AsSpan(x));
            (above + (Vector256.Create<float>(_below.AsSpan(x)) - above) * share).CopyTo(_strength, x);
        }

        for (; x < _width; x++)
            _strength[x] = float.Lerp(_above[x], _below[x], share);
    }

    private void AddRow(Span<byte> luma, ReadOnlySpan<sbyte> pattern)
    {
        var x = 0;
        for (; x <= _width - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            var (lumaLow, lumaHigh) = Vector256.Widen(Vector256.Create<byte>(luma[x..]));
            var (patternLow, patternHigh) = Vector256.Widen(Vector256.Create(pattern[x..]));
            Vector256.Narrow(Sixteen(lumaLow, patternLow, x), Sixteen(lumaHigh, patternHigh, x + 16)).CopyTo(luma[x..]);
        }

        for (; x < _width; x++)
            luma[x] = (byte)Math.Clamp(luma[x] + pattern[x] * _strength[x] + 0.5f, byte.MinValue, byte.MaxValue);
    }

    private Vector256<ushort> Sixteen(Vector256<ushort> luma, Vector256<short> pattern, int x)
    {
        var (lumaLow, lumaHigh) = Vector256.Widen(luma);
        var (patternLow, patternHigh) = Vector256.Widen(pattern);
        return Vector256.Narrow(Eight(lumaLow, patternLow, x), Eight(lumaHigh, patternHigh, x + 8));
    }

    private Vector256<uint> Eight(Vector256<uint> luma, Vector256<int> pattern, int x)
    {
        var strength = Vector256.Create<float>(_strength.AsSpan(x));
        var sum = Vector256.ConvertToSingle(luma.AsInt32()) + Vector256.ConvertToSingle(pattern) * strength + Vector256.Create(0.5f);
        var clamped = Vector256.Min(Vector256.Max(sum, Vector256<float>.Zero), Vector256.Create(255f));
        return Vector256.ConvertToInt32(clamped).AsUInt32();
    }
}
