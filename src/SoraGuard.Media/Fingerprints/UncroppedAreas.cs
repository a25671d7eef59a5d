using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// Where a crop lies in the frame that was marked, by the geometry its watermark gives away. What a crop has lost cannot be hashed; so the marked clip is hashed
/// where the crop was, and a crop to any place and size can be held against it.
/// </summary>
public static class UncroppedAreas
{
    /// <summary>Most places that are returned.</summary>
    public const int MaxAreas = 64;

    private const double PeriodShortSides = (double)MarkLayout.TileUnits / MarkLayout.ShortSideUnits;

    // The detector's offset is good to about a pixel of 270; its scale to less than a hundredth.
    private const double Tolerance = 0.02;

    /// <summary>
    /// The areas of the marked frame that the picture may show. The mark is a repeated tile, and so knows a place only modulo 64/270 of the short side: a crop to
    /// 71 % of 16:9 has up to six. Empty where the picture does not fit into the frame: it is larger, or not upright.
    /// </summary>
    /// <param name="geometry">What the detector reports of the picture.</param>
    /// <param name="width">Width of the picture, in pixels.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="markedWidth">Width of the marked frame.</param>
    /// <param name="markedHeight">Height of the marked frame.</param>
    public static IReadOnlyList<FrameArea> Of(MarkGeometry geometry, int width, int height, int markedWidth, int markedHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(markedWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(markedHeight);
        if (!(geometry.Scale > 0) || !double.IsFinite(geometry.Scale + geometry.OffsetX + geometry.OffsetY))
            return [];
        // All in short sides of the marked frame.
        var (frameWidth, frameHeight) = ((double)markedWidth / Math.Min(markedWidth, markedHeight), (double)markedHeight / Math.Min(markedWidth, markedHeight));
        var (areaWidth, areaHeight) = (geometry.Scale * width / Math.Min(width, height), geometry.Scale * height / Math.Min(width, height));
        // A mirror image begins on the left with what was the area's right edge.
        var offsetX = geometry.Flipped ? geometry.OffsetX - areaWidth : geometry.OffsetX;
        return [.. from top in Places(geometry.OffsetY, areaHeight, frameHeight)
                   from left in Places(offsetX, areaWidth, frameWidth)
                   select Clamped(left / frameWidth, top / frameHeight, areaWidth / frameWidth, areaHeight / frameHeight)];
    }

    private static IEnumerable<double> Places(double offset, double length, double side)
    {
        var first = offset - Math.Floor((offset + Tolerance) / PeriodShortSides) * PeriodShortSides; // at least -Tolerance
        var room = side - length + Tolerance;
        var most = (int)Math.Sqrt(MaxAreas);
        for (var i = 0; i < most && first + i * PeriodShortSides <= room; i++)
            yield return first + i * PeriodShortSides;
    }

    private static FrameArea Clamped(double left, double top, double width, double height)
    {
        var (x, y) = (Math.Max(left, 0), Math.Max(top, 0));
        return new(x, y, Math.Min(width, 1 - x), Math.Min(height, 1 - y));
    }
}
