namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// PDQ's low-pass: two box filters along the rows and two along the columns, each as wide as half a cell of the 64 x 64 grid. At the edges a box holds
/// what is left of it. Sums run in the published order, since rounding is part of the hash.
/// </summary>
internal static class JaroszFilter
{
    private const int Passes = 2;

    /// <summary>Width of the box for a side of so many pixels.</summary>
    public static int WindowOf(int side, int cells) => (side + 2 * cells - 1) / (2 * cells);

    /// <summary>Blurs in place; <paramref name="work"/> is as large as the picture, <paramref name="sums"/> as a row.</summary>
    public static void Blur(Span<float> luma, Span<float> work, Span<float> sums, int width, int height, int cells)
    {
        var (alongRows, alongColumns) = (WindowOf(width, cells), WindowOf(height, cells));
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var y = 0; y < height; y++)
                Row(luma.Slice(y * width, width), work.Slice(y * width, width), alongRows);
            Columns(work, luma, sums[..width], height, alongColumns);
        }
    }

    private static void Row(ReadOnlySpan<float> source, Span<float> target, int window)
    {
        var ahead = (window + 2) / 2 - 1; // the box reaches this far past its centre
        var sum = 0f;
        var size = 0;
        for (var i = -ahead; i < source.Length; i++)
        {
            if (i + ahead < source.Length)
            {
                sum += source[i + ahead];
                size++;
            }

            if (i + ahead - window >= 0)
            {
                sum -= source[i + ahead - window];
                size--;
            }

            if (i >= 0)
                target[i] = sum / size;
        }
    }

    // As Row, a whole row of columns at a time.
    private static void Columns(ReadOnlySpan<float> source, Span<float> target, Span<float> sums, int height, int window)
    {
        var width = sums.Length;
        var ahead = (window + 2) / 2 - 1;
        var size = 0;
        sums.Clear();
        for (var y = -ahead; y < height; y++)
        {
            if (y + ahead < height)
            {
                var entering = source.Slice((y + ahead) * width, width);
                for (var x = 0; x < width; x++)
                    sums[x] += entering[x];
                size++;
            }

            if (y + ahead - window >= 0)
            {
                var leaving = source.Slice((y + ahead - window) * width, width);
                for (var x = 0; x < width; x++)
                    sums[x] -= leaving[x];
                size--;
            }

            if (y < 0)
                continue;
            var row = target.Slice(y * width, width);
            for (var x = 0; x < width; x++)
                row[x] = sums[x] / size;
        }
    }
}
