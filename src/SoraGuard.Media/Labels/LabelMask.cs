using System.Collections.Concurrent;
using System.Globalization;

namespace SoraGuard.Media.Labels;

/// <summary>
/// The picture of a text: opacity from 0 to 255, cropped to the ink. Kept in the assembly as PGM ("P5", width, height, 255, bytes), so that no font is
/// needed to draw a label or to recognise one.
/// </summary>
internal sealed class LabelMask
{
    private static readonly ConcurrentDictionary<string, LabelMask> s_masks = new();

    private readonly byte[] _alpha;

    private LabelMask(int width, int height, byte[] alpha)
    {
        Width = width;
        Height = height;
        _alpha = alpha;
    }

    public int Width { get; }

    public int Height { get; }

    public static LabelMask Named(string name) => s_masks.GetOrAdd(name, Load);

    /// <summary>Draws the text into the rectangle (x, y, width, height) of an empty plane, by area averaging; values from 0 to 1.</summary>
    public float[] Render(double x, double y, double width, double height, int planeWidth, int planeHeight)
    {
        var plane = new float[planeWidth * planeHeight];
        var (scaleX, scaleY) = (Width / width, Height / height);
        for (var row = Math.Max((int)y, 0); row < Math.Min(y + height, planeHeight); row++)
            for (var column = Math.Max((int)x, 0); column < Math.Min(x + width, planeWidth); column++)
                plane[row * planeWidth + column] = Mean((column - x) * scaleX, (row - y) * scaleY, scaleX, scaleY);
        return plane;
    }

    // The mean over a rectangle of the mask; what lies outside the mask is empty.
    private float Mean(double left, double top, double width, double height)
    {
        double sum = 0;
        for (var row = Math.Max((int)Math.Floor(top), 0); row < Math.Min(top + height, Height); row++)
        {
            var rowShare = Math.Min(top + height, row + 1) - Math.Max(top, row);
            for (var column = Math.Max((int)Math.Floor(left), 0); column < Math.Min(left + width, Width); column++)
                sum += _alpha[row * Width + column] * rowShare * (Math.Min(left + width, column + 1) - Math.Max(left, column));
        }

        return (float)(sum / (width * height * byte.MaxValue));
    }

    private static LabelMask Load(string name)
    {
        using var resource = typeof(LabelMask).Assembly.GetManifestResourceStream($"SoraGuard.Media.Labels.Masks.{name}.pgm")
            ?? throw new InvalidOperationException($"The label mask {name} is missing from the assembly.");
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        ReadOnlySpan<byte> pgm = memory.ToArray();
        var words = new List<string>();
        while (words.Count < 4)
        {
            var end = pgm.IndexOfAny((byte)' ', (byte)'\n');
            words.Add(System.Text.Encoding.ASCII.GetString(pgm[..end]));
            pgm = pgm[(end + 1)..];
        }

        var (width, height) = (int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
        return words[0] == "P5" && words[3] == "255" && pgm.Length == width * height
            ? new LabelMask(width, height, pgm.ToArray())
            : throw new InvalidOperationException($"The label mask {name} is no 8-bit PGM.");
    }
}
