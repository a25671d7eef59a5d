namespace SoraGuard.Media.Watermark;

/// <summary>
/// How far changed luma planes are from their originals: PSNR over all frames together, and mean SSIM (Wang et al. 2004) in the form of x264 and ffmpeg,
/// over 8 x 8 windows every 4 pixels.
/// </summary>
public sealed class FrameQuality(int width, int height)
{
    private const int Block = 4;
    private const int WindowPixels = 64;

    // (0.01·255)² and (0.03·255)² for sums over 64 pixels, the second for the unbiased variance.
    private const double C1 = 0.01 * 0.01 * 255 * 255 * WindowPixels;
    private const double C2 = 0.03 * 0.03 * 255 * 255 * WindowPixels * (WindowPixels - 1);

    private BlockSums[] _above = new BlockSums[width / Block];
    private BlockSums[] _current = new BlockSums[width / Block];
    private double _squaredError;
    private double _ssim;

    private record struct BlockSums(int Original, int Changed, int Squares, int Products);

    public int Frames { get; private set; }

    /// <summary>PSNR in dB of all frames added; infinite where nothing was changed.</summary>
    public double PsnrY => 10 * Math.Log10(255.0 * 255 * width * height * Frames / _squaredError);

    /// <summary>Mean structural similarity of all frames added, 1 for equal ones.</summary>
    public double Ssim => _ssim / Frames;

    /// <summary>Compares one pair of planes of width·height bytes.</summary>
    public void Add(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(original.Length, width * height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(changed.Length, width * height);
        _squaredError += SquaredError(original, changed);
        _ssim += FrameSsim(original, changed);
        Frames++;
    }

    private double FrameSsim(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        double sum = 0;
        for (var row = 0; row < height / Block; row++)
        {
            (_above, _current) = (_current, _above);
            SumBlocks(original.Slice(row * Block * width, Block * width), changed.Slice(row * Block * width, Block * width));
            for (var i = 1; row > 0 && i < _current.Length; i++)
                sum += WindowSsim(_above[i - 1], _above[i], _current[i - 1], _current[i]);
        }

        return sum / ((height / Block - 1) * (width / Block - 1));
    }

    private void SumBlocks(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        for (var i = 0; i < _current.Length; i++)
        {
            BlockSums sums = default;
            for (var y = 0; y < Block; y++)
                for (var x = i * Block; x < (i + 1) * Block; x++)
                {
                    int a = original[y * width + x], b = changed[y * width + x];
                    sums = new BlockSums(sums.Original + a, sums.Changed + b, sums.Squares + a * a + b * b, sums.Products + a * b);
                }

            _current[i] = sums;
        }
    }

    private static double WindowSsim(in BlockSums a, in BlockSums b, in BlockSums c, in BlockSums d)
    {
        double s1 = a.Original + b.Original + c.Original + d.Original;
        double s2 = a.Changed + b.Changed + c.Changed + d.Changed;
        double variances = (double)WindowPixels * (a.Squares + b.Squares + c.Squares + d.Squares) - s1 * s1 - s2 * s2;
        var covariance = (double)WindowPixels * (a.Products + b.Products + c.Products + d.Products) - s1 * s2;
        return (2 * s1 * s2 + C1) * (2 * covariance + C2) / ((s1 * s1 + s2 * s2 + C1) * (variances + C2));
    }

    private static long SquaredError(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        long sum = 0;
        for (var i = 0; i < original.Length; i++)
        {
            var difference = original[i] - changed[i];
            sum += difference * difference;
        }

        return sum;
    }
}
