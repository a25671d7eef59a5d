using System.Runtime.Intrinsics;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// How strong the mark may be at each place of a frame, in grey levels of the pattern's root mean square: stronger where texture hides it,
/// weaker in the dark and in the brightest parts, and of the same power in every frame. Cells are 4 x 4 pixels.
/// </summary>
internal sealed class PerceptualMask
{
    public const int CellPixels = 4;

    private const int Lanes = 8;

    private const int LocalMeanRadius = 2;
    private const int ActivityRadius = 4;

    /// <summary>Strength gained with each grey level of local deviation. More would hide the mark better and starve smooth places of it.</summary>
    private const float TextureGain = 0.15f;

    private const float MaxActivity = 12;

    // Rounding luma to whole levels adds this much squared error of its own.
    private const double RoundingError = 1 / 12.0;

    private readonly int _width;
    private readonly int _height;
    private readonly double _power;
    private readonly float[] _mean;
    private readonly float[] _activity;
    private readonly BoxFilter _localMean;
    private readonly BoxFilter _localActivity;

    public PerceptualMask(int width, int height, double psnr)
    {
        _width = width;
        _height = height;
        _power = 255 * 255 / Math.Pow(10, psnr / 10) - RoundingError;
        // A whole number of vectors: the cells beyond the frame's right edge repeat the last one.
        Columns = (width + CellPixels * Lanes - 1) / (CellPixels * Lanes) * Lanes;
        Rows = (height + CellPixels - 1) / CellPixels;
        _mean = new float[Columns * Rows];
        _activity = new float[Columns * Rows];
        Strength = new float[Columns * Rows];
        _localMean = new BoxFilter(Columns, Rows, LocalMeanRadius);
        _localActivity = new BoxFilter(Columns, Rows, ActivityRadius);
    }

    public int Columns { get; }

    public int Rows { get; }

    private int LastColumn => (_width - 1) / CellPixels;

    /// <summary>The result of the last <see cref="Measure"/>, cell by cell.</summary>
    public float[] Strength { get; }

    /// <summary>Measures one frame's luma.</summary>
    public void Measure(ReadOnlySpan<byte> luma)
    {
        for (var row = 0; row < Rows; row++)
            AverageCells(luma, row);
        _localMean.Apply(_mean, _activity);
        SquareDifferences();
        _localActivity.Apply(_activity, _activity);
        SetUnscaled();
        var gain = Vector256.Create((float)Math.Sqrt(_power / MeanPower()));
        for (var i = 0; i < Strength.Length; i += Lanes)
            (Load(Strength, i) * gain).CopyTo(Strength, i);
    }

    private void SquareDifferences()
    {
        for (var i = 0; i < _activity.Length; i += Lanes)
        {
            var difference = Load(_mean, i) - Load(_activity, i);
            (difference * difference).CopyTo(_activity, i);
        }
    }

    // Strength before the frame's gain.
    private void SetUnscaled()
    {
        var one = Vector256<float>.One;
        for (var i = 0; i < Strength.Length; i += Lanes)
        {
            var deviation = Vector256.Min(Vector256.Sqrt(Vector256.Max(Load(_activity, i), Vector256<float>.Zero)), Vector256.Create(MaxActivity));
            var mean = Load(_mean, i);
            var dark = Vector256.Create(0.6f) + Vector256.Min(mean / 96, one) * 0.4f;
            var bright = Vector256.Min(Vector256.Max((Vector256.Create(300f) - mean) / 150, Vector256.Create(0.5f)), one);
            ((one + deviation * TextureGain) * dark * bright).CopyTo(Strength, i);
        }
    }

    // Over the cells that lie in the frame.
    private double MeanPower()
    {
        var columns = LastColumn + 1;
        double power = 0;
        for (var row = 0; row < Rows; row++)
            foreach (var strength in Strength.AsSpan(row * Columns, columns))
                power += strength * strength;
        return power / (Rows * columns);
    }

    private static Vector256<float> Load(float[] values, int i) => Vector256.Create<float>(values.AsSpan(i));

    private void AverageCells(ReadOnlySpan<byte> luma, int row)
    {
        const int CellsAtOnce = Lanes;
        var top = luma[(row * CellPixels * _width)..];
        var means = _mean.AsSpan(row * Columns, Columns);
        var column = 0;
        if ((row + 1) * CellPixels <= _height)
            for (; (column + CellsAtOnce) * CellPixels <= _width; column += CellsAtOnce)
                (EightCellSums(top[(column * CellPixels)..]) * (1f / (CellPixels * CellPixels))).CopyTo(means[column..]);
        for (; column < Columns; column++)
            means[column] = CellMean(luma, row, Math.Min(column, LastColumn));
    }

    private Vector256<float> EightCellSums(ReadOnlySpan<byte> topLeft)
    {
        var pairs = Vector256<ushort>.Zero;
        for (var y = 0; y < CellPixels; y++)
        {
            var pixels = Vector256.Create(topLeft[(y * _width)..]).AsUInt16();
            pairs += (pixels & Vector256.Create((ushort)0xFF)) + (pixels >>> 8);
        }

        var quads = (pairs.AsInt32() & Vector256.Create(0xFFFF)) + (pairs.AsInt32() >>> 16);
        return Vector256.ConvertToSingle(quads);
    }

    private float CellMean(ReadOnlySpan<byte> luma, int row, int column)
    {
        var (bottom, right) = (Math.Min((row + 1) * CellPixels, _height), Math.Min((column + 1) * CellPixels, _width));
        var sum = 0;
        for (var y = row * CellPixels; y < bottom; y++)
            for (var x = column * CellPixels; x < right; x++)
                sum += luma[y * _width + x];
        return (float)sum / ((bottom - row * CellPixels) * (right - column * CellPixels));
    }
}
