namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// What of a key frame a hash is of. PDQ does not survive a mirror, nor a crop by more than a few percent; so the mirror image and five overlapping windows,
/// each of <see cref="FrameParts.WindowShare"/> of both sides, are hashed as well. The numbers are stored.
/// </summary>
public enum FramePart
{
    Whole = 0,

    /// <summary>The whole frame, left for right.</summary>
    Mirror = 1,
    TopLeft = 2,
    TopRight = 3,
    BottomLeft = 4,
    BottomRight = 5,
    Centre = 6,
}

/// <summary>Where the windows lie.</summary>
public static class FrameParts
{
    /// <summary>Share of a frame's sides that a window spans: half of its area.</summary>
    public const double WindowShare = 0.71;

    /// <summary>The five windows.</summary>
    public static IReadOnlyList<FramePart> Windows { get; } =
        [FramePart.TopLeft, FramePart.TopRight, FramePart.BottomLeft, FramePart.BottomRight, FramePart.Centre];

    /// <summary>The area of a part.</summary>
    public static FrameArea Area(FramePart part)
    {
        const double Rest = 1 - WindowShare;
        return part switch
        {
            FramePart.TopLeft => new(0, 0, WindowShare, WindowShare),
            FramePart.TopRight => new(Rest, 0, WindowShare, WindowShare),
            FramePart.BottomLeft => new(0, Rest, WindowShare, WindowShare),
            FramePart.BottomRight => new(Rest, Rest, WindowShare, WindowShare),
            FramePart.Centre => new(Rest / 2, Rest / 2, WindowShare, WindowShare),
            _ => FrameArea.Whole,
        };
    }
}
