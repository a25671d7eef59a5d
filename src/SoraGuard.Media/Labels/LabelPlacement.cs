namespace SoraGuard.Media.Labels;

/// <summary>Where a label stands in a frame, in luma pixels: the text, and the plate behind it (on even pixels, for the chroma planes).</summary>
/// <param name="TextX">Left edge of the text.</param>
/// <param name="TextY">Top edge of the text.</param>
/// <param name="TextWidth">Width of the text.</param>
/// <param name="TextHeight">Height of the text, which is that of its smallest character.</param>
/// <param name="PlateX">Left edge of the plate.</param>
/// <param name="PlateY">Top edge of the plate.</param>
/// <param name="PlateWidth">Width of the plate.</param>
/// <param name="PlateHeight">Height of the plate.</param>
public readonly record struct LabelPlacement(
    int TextX, int TextY, int TextWidth, int TextHeight, int PlateX, int PlateY, int PlateWidth, int PlateHeight)
{
    /// <summary>Letters smaller than this are no longer read, whatever the rule says.</summary>
    private const int MinTextPixels = 14;

    // Shares of the shortest side and of the text's height.
    private const double Margin = 0.02;
    private const double Padding = 0.4;

    /// <summary>The place of a rule's label in a frame of this size; null when the frame is too small for it.</summary>
    internal static LabelPlacement? Of(LabelRule rule, int width, int height)
    {
        var shortest = Math.Min(width, height);
        var mask = LabelMask.Named(rule.Mask);
        var textHeight = Math.Max(MinTextPixels, (int)Math.Ceiling(rule.Height * shortest));
        var textWidth = (int)Math.Round((double)mask.Width * textHeight / mask.Height);
        var padding = (int)Math.Ceiling(Padding * textHeight);
        var (plateWidth, plateHeight) = (Even(textWidth + 2 * padding), Even(textHeight + 2 * padding));
        var margin = Even((int)(Margin * shortest));
        if (plateWidth + 2 * margin > width || plateHeight + 2 * margin > height)
            return null;
        var x = rule.Corner == LabelCorner.TopLeft ? margin : (width - margin - plateWidth) & ~1;
        var y = rule.Corner == LabelCorner.BottomRight ? (height - margin - plateHeight) & ~1 : margin;
        return new LabelPlacement(x + (plateWidth - textWidth) / 2, y + (plateHeight - textHeight) / 2, textWidth, textHeight, x, y, plateWidth, plateHeight);
    }

    private static int Even(int value) => (value + 1) & ~1;
}
