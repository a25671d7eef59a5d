using System.Buffers.Binary;
using System.Runtime.Intrinsics;

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

    private readonly record struct BlockSums(int Original, int Changed, int Squares, int Products)
    {
        public BlockSums Plus(int a, int b) => new(Original + a, Changed + b, Squares + a * a + b * b, Products + a * b);
    }

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
        var i = 0;
        for (; i <= _current.Length - 2; i += 2)
            (_current[i], _current[i + 1]) = TwoBlocks(original[(i * Block)..], changed[(i * Block)..]);
        if (i == _current.Length)
            return;
        BlockSums sums = default;
        for (var y = 0; y < Block; y++)
            for (var x = i * Block; x < (i + 1) * Block; x++)
                sums = sums.Plus(original[y * width + x], changed[y * width + x]);
        _current[i] = sums;
    }

    // Eight columns, four rows.
    private (BlockSums Left, BlockSums Right) TwoBlocks(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        Vector256<int> originals = default, changes = default, squares = default, products = default;
        for (var y = 0; y < Block; y++)
        {
            var (a, b) = (EightPixels(original[(y * width)..]), EightPixels(changed[(y * width)..]));
            originals += a;
            changes += b;
            squares += a * a + b * b;
            products += a * b;
        }

        return (
            OneBlock(originals.GetLower(), changes.GetLower(), squares.GetLower(), products.GetLower()),
            OneBlock(originals.GetUpper(), changes.GetUpper(), squares.GetUpper(), products.GetUpper()));
    }

    private static BlockSums OneBlock(Vector128<int> originals, Vector128<int> changes, Vector128<int> squares, Vector128<int> products) =>
        new(Vector128.Sum(originals), Vector128.Sum(changes), Vector128.Sum(squares), Vector128.Sum(products));

    private static Vector256<int> EightPixels(ReadOnlySpan<byte> pixels)
    {
        var (low, high) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt64LittleEndian(pixels)).AsByte()));
        return Vector256.Create(low.AsInt32(), high.AsInt32());
    }

    private static double WindowSsim(in BlockSums a, in BlockSums b, in BlockSums c, in BlockSums d)
    {
        double s1 = a.Original + b.Original + c.Original + d.Original;
        double s2 = a.Changed + b.Changed + c.Changed + d.Changed;
        double variances = (double)WindowPixels * (a.Squares + b.Squares + c.Squares + d.Squares) - s1 * s1 - s2 * s2;
        var covariance = (double)WindowPixels * (a.Products + b.Products + c.Products + d.Products) - s1 * s2;
        return (2 * s1 * s2 + C1) * (2 * covariance + C2) / ((s1 * s1 + s2 * s2 + C1) * (variances + C2));
    }

    private long SquaredError(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        long sum = 0;
        for (var start = 0; start < original.Length; start += width)
            sum += RowError(original.Slice(start, width), changed.Slice(start, width));
        return sum;
    }

    private static long RowError(ReadOnlySpan<byte> original, ReadOnlySpan<byte> changed)
    {
        var sums = Vector256<int>.Zero;
        var x = 0;
        for (; x <= original.Length - Vector256<int>.Count; x += Vector256<int>.Count)
        {
            var difference = EightPixels(original[x..]) - EightPixels(changed[x..]);
            sums += difference * difference;
        }

        var (low, high) = Vector256.Widen(sums);
        var sum = Vector256.Sum(low + high);
        for (; x < original.Length; x++)
            sum += (original[x] - changed[x]) * (original[x] - changed[x]);
        return sum;
    }
}
