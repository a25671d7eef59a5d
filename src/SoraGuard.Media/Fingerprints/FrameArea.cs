namespace SoraGuard.Media.Fingerprints;

/// <summary>A rectangle in a frame, upright, as shares of the frame's width and height: the whole frame is (0, 0, 1, 1).</summary>
public readonly record struct FrameArea(double Left, double Top, double Width, double Height)
{
    /// <summary>The whole frame.</summary>
    public static FrameArea Whole { get; } = new(0, 0, 1, 1);

    /// <summary>This area of another: that one's, when this is the whole.</summary>
    internal FrameArea Within(FrameArea outer) => new(outer.Left + Left * outer.Width, outer.Top + Top * outer.Height, Width * outer.Width, Height * outer.Height);

    /// <summary>Its pixels in a frame of this size: at least one, and none outside.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The area is empty, or reaches outside the frame by more than rounding does.</exception>
    internal (int X, int Y, int Width, int Height) Pixels(int width, int height)
    {
        const double Rounding = 1e-6;
        if (!(Left >= -Rounding && Top >= -Rounding && Width > 0 && Height > 0 && Left + Width <= 1 + Rounding && Top + Height <= 1 + Rounding))
            throw new ArgumentOutOfRangeException(nameof(width), this, "An area lies within its frame.");
        var (x, y) = (Edge(Left, width - 1), Edge(Top, height - 1));
        return (x, y, Math.Max(Edge(Left + Width, width) - x, 1), Math.Max(Edge(Top + Height, height) - y, 1));
    }

    private static int Edge(double share, int most) => Math.Clamp((int)Math.Round(share * most), 0, most);
}
