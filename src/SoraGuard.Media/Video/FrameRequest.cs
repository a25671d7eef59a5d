namespace SoraGuard.Media.Video;

/// <summary>Layouts of a raw frame, without padding between rows.</summary>
public enum RawFormat
{
    /// <summary>Planes Y, U, V; the two last at half width and height, rounded up.</summary>
    Yuv420p,

    /// <summary>One byte a pixel.</summary>
    Gray,

    /// <summary>Red, green, blue: three bytes a pixel.</summary>
    Rgb24,
}

/// <summary>Which frames of a clip to read, and how.</summary>
public sealed record FrameRequest
{
    public required RawFormat Format { get; init; }

    /// <summary>Size to scale to; null for the displayed size. Downwards by area averaging, upwards bicubic.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>Frames per second to deliver, by repeating and dropping; null for the clip's mean rate.</summary>
    public Rational? FrameRate { get; init; }

    /// <summary>Where to begin. Default: the first frame.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>How much to read; null for all.</summary>
    public TimeSpan? Duration { get; init; }
}

/// <summary>Sizes of raw frames.</summary>
public static class RawFrame
{
    /// <summary>Bytes of one frame.</summary>
    public static int Bytes(RawFormat format, int width, int height) => format switch
    {
        RawFormat.Gray => checked(width * height),
        RawFormat.Rgb24 => checked(3 * width * height),
        _ => checked(width * height + 2 * ((width + 1) / 2) * ((height + 1) / 2)),
    };

    internal static string FfmpegName(RawFormat format) => format switch
    {
        RawFormat.Gray => "gray",
        RawFormat.Rgb24 => "rgb24",
        _ => "yuv420p",
    };
}
