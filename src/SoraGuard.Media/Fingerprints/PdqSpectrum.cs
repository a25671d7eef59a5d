namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// A picture as PDQ sees it: the 16 x 16 lowest frequencies but the mean of its 64 x 64 reduction, and its quality. The hashes of the picture turned and
/// mirrored follow from it without looking at the picture again.
/// </summary>
public sealed class PdqSpectrum
{
    internal const int Grid = 64, Frequencies = 16;

    // The published scale: a full-contrast edge in 90 places is worth 1.
    private const int GradientPerQuality = 90;

    private static readonly float[] s_waves = Waves();

    private readonly float[] _dct = new float[Frequencies * Frequencies];

    /// <param name="grid">64 x 64 luma values, 0 to 255, row by row.</param>
    internal PdqSpectrum(ReadOnlySpan<float> grid)
    {
        Quality = QualityOf(grid);
        Transform(grid, _dct);
    }

    /// <summary>How much there is to hash, 0 to 100. Up to 49 a hash says too little to be matched.</summary>
    public int Quality { get; }

    /// <summary>The hash of the picture, laid so.</summary>
    public PdqHash Hash(Dihedral laid = Dihedral.Original)
    {
        Span<float> values = stackalloc float[Frequencies * Frequencies];
        for (var i = 0; i < Frequencies; i++)
            for (var j = 0; j < Frequencies; j++)
            {
                // Index i is frequency i + 1: reversing an axis turns the sign of its odd frequencies, those of even index.
                var (rowsReversed, columnsReversed, transposed) = Axes(laid);
                var value = _dct[i * Frequencies + j];
                if ((rowsReversed && i % 2 == 0) != (columnsReversed && j % 2 == 0))
                    value = -value;
                values[transposed ? j * Frequencies + i : i * Frequencies + j] = value;
            }

        Span<float> ordered = stackalloc float[values.Length];
        values.CopyTo(ordered);
        ordered.Sort();
        return AboveMedian(values, ordered[ordered.Length / 2 - 1]); // the lower of the two in the middle
    }

    private static (bool RowsReversed, bool ColumnsReversed, bool Transposed) Axes(Dihedral laid) => laid switch
    {
        Dihedral.Original => (false, false, false),
        Dihedral.Rotate90 => (false, true, true),
        Dihedral.Rotate180 => (true, true, false),
        Dihedral.Rotate270 => (true, false, true),
        Dihedral.FlipX => (true, false, false),
        Dihedral.FlipY => (false, true, false),
        Dihedral.FlipPlus1 => (false, false, true),
        Dihedral.FlipMinus1 => (true, true, true),
        _ => throw new ArgumentOutOfRangeException(nameof(laid), laid, "There are eight ways to lay a picture on itself."),
    };

    private static PdqHash AboveMedian(ReadOnlySpan<float> values, float median)
    {
        Span<byte> bytes = stackalloc byte[PdqHash.Bytes];
        bytes.Clear();
        for (var bit = 0; bit < values.Length; bit++)
            if (values[bit] > median)
                bytes[PdqHash.Bytes - 1 - bit / 8] |= (byte)(1 << (bit % 8));
        return new PdqHash(bytes);
    }

    private static int QualityOf(ReadOnlySpan<float> grid)
    {
        var gradients = 0;
        for (var y = 0; y < Grid; y++)
            for (var x = 0; x < Grid; x++)
            {
                var value = grid[y * Grid + x];
                if (y + 1 < Grid)
                    gradients += Step(value, grid[(y + 1) * Grid + x]);
                if (x + 1 < Grid)
                    gradients += Step(value, grid[y * Grid + x + 1]);
            }

        return Math.Min(gradients / GradientPerQuality, 100);
    }

    // Percent of full contrast, cut to a whole number: small gradients count for nothing.
    private static int Step(float u, float v) => Math.Abs((int)((u - v) * 100 / 255));

    // W G Wᵀ, with W the 16 waves over 64 places.
    private static void Transform(ReadOnlySpan<float> grid, Span<float> dct)
    {
        Span<float> half = stackalloc float[Frequencies * Grid];
        for (var i = 0; i < Frequencies; i++)
            for (var x = 0; x < Grid; x++)
            {
                var sum = 0f;
                for (var y = 0; y < Grid; y++)
                    sum += s_waves[i * Grid + y] * grid[y * Grid + x];
                half[i * Grid + x] = sum;
            }

        for (var i = 0; i < Frequencies; i++)
            for (var j = 0; j < Frequencies; j++)
            {
                var sum = 0f;
                for (var x = 0; x < Grid; x++)
                    sum += half[i * Grid + x] * s_waves[j * Grid + x];
                dct[i * Frequencies + j] = sum;
            }
    }

    private static float[] Waves()
    {
        var waves = new float[Frequencies * Grid];
        var scale = (float)Math.Sqrt(2.0 / Grid);
        for (var i = 0; i < Frequencies; i++)
            for (var x = 0; x < Grid; x++)
                waves[i * Grid + x] = (float)(scale * Math.Cos(Math.PI / 2 / Grid * (i + 1) * (2 * x + 1)));
        return waves;
    }
}
