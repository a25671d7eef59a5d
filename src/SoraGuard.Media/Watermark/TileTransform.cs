namespace SoraGuard.Media.Watermark;

/// <summary>
/// The discrete Fourier transform of a square of complex numbers, side a power of two, in place:
/// X(j, k) = Σ x(m, n)·exp(−2πi(j·m + k·n)/side). Radix-2, decimation in time.
/// </summary>
internal sealed class TileTransform
{
    private readonly int _side;
    private readonly float[] _cos;
    private readonly float[] _sin;
    private readonly int[] _reversed;
    private readonly float[] _columnReal;
    private readonly float[] _columnImaginary;

    public TileTransform(int side)
    {
        if (side < 2 || !int.IsPow2(side))
            throw new ArgumentOutOfRangeException(nameof(side), side, "The side must be a power of two.");
        _side = side;
        _cos = new float[side / 2];
        _sin = new float[side / 2];
        for (var i = 0; i < side / 2; i++)
        {
            var (sin, cos) = Math.SinCos(-2 * Math.PI * i / side);
            (_cos[i], _sin[i]) = ((float)cos, (float)sin);
        }

        _reversed = new int[side];
        for (var i = 1; i < side; i++)
            _reversed[i] = _reversed[i >> 1] >> 1 | ((i & 1) == 0 ? 0 : side >> 1);
        _columnReal = new float[side];
        _columnImaginary = new float[side];
    }

    /// <summary>Transforms side·side numbers in row order.</summary>
    public void Forward(Span<float> real, Span<float> imaginary)
    {
        for (var row = 0; row < _side; row++)
            Line(real.Slice(row * _side, _side), imaginary.Slice(row * _side, _side));
        for (var column = 0; column < _side; column++)
        {
            for (var row = 0; row < _side; row++)
                (_columnReal[row], _columnImaginary[row]) = (real[row * _side + column], imaginary[row * _side + column]);
            Line(_columnReal, _columnImaginary);
            for (var row = 0; row < _side; row++)
                (real[row * _side + column], imaginary[row * _side + column]) = (_columnReal[row], _columnImaginary[row]);
        }
    }

    private void Line(Span<float> real, Span<float> imaginary)
    {
        for (var i = 0; i < _side; i++)
        {
            var j = _reversed[i];
            if (j <= i)
                continue;
            (real[i], real[j]) = (real[j], real[i]);
            (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
        }

        for (var half = 1; half < _side; half *= 2)
            for (var start = 0; start < _side; start += 2 * half)
                Butterflies(real.Slice(start, 2 * half), imaginary.Slice(start, 2 * half), half);
    }

    private void Butterflies(Span<float> real, Span<float> imaginary, int half)
    {
        var stride = _side / (2 * half);
        for (var i = 0; i < half; i++)
        {
            var (c, s) = (_cos[i * stride], _sin[i * stride]);
            var (re, im) = (real[i + half] * c - imaginary[i + half] * s, real[i + half] * s + imaginary[i + half] * c);
            (real[i + half], imaginary[i + half]) = (real[i] - re, imaginary[i] - im);
            (real[i], imaginary[i]) = (real[i] + re, imaginary[i] + im);
        }
    }
}
