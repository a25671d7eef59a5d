namespace SoraGuard.Inference.Classifiers;

/// <summary>How footage is sampled for inspection, the same for every classifier: <c>fps=8,scale=80:80:flags=area</c>, 8-bit grey, no crop.</summary>
public static class Sampling
{
    public const int FramesPerSecond = 8;

    /// <summary>Pixels a side of a frame.</summary>
    public const int Side = 80;

    public const int FrameBytes = Side * Side;

    /// <summary>Frames a classifier sees at once: two seconds.</summary>
    public const int WindowFrames = 16;

    /// <summary>Frames from the start of a window to the start of the next.</summary>
    public const int HopFrames = 8;

    /// <summary>Cells a side of an evidence map.</summary>
    public const int EvidenceSide = 10;

    /// <summary>Seconds from the start of the footage to the start of a frame.</summary>
    public static double SecondsOf(int frame) => (double)frame / FramesPerSecond;
}
