namespace SoraGuard.Media.Video;

/// <summary>What a probe says of a clip. Sizes are as displayed: square pixels, rotation applied.</summary>
public sealed record VideoInfo
{
    /// <summary>Width of a displayed frame, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of a displayed frame, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Mean frames per second. Readers deliver this constant rate.</summary>
    public required Rational FrameRate { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>Frames, as the container states them or else duration times rate.</summary>
    public required long FrameCount { get; init; }

    /// <summary>Video codec, by ffprobe's name: h264, hevc, vp9, av1…</summary>
    public required string Codec { get; init; }

    /// <summary>Audio codec of the first audio stream; null without audio.</summary>
    public string? AudioCodec { get; init; }

    public bool HasAudio => AudioCodec is not null;

    /// <summary>Clockwise turn from the coded to the displayed picture: 0, 90, 180 or 270 degrees.</summary>
    public required int RotationDegrees { get; init; }

    /// <summary>How luma and chroma stand for colours.</summary>
    public required Colorimetry Color { get; init; }

    /// <summary>The container's own tags, by name.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}

/// <summary>Colour tags in ffmpeg's words ("bt709", "tv"…); null where the file is silent.</summary>
public sealed record Colorimetry(string? Matrix, string? Primaries, string? Transfer, string? Range)
{
    /// <summary>ITU-R BT.709, limited range: what generated frames are encoded as.</summary>
    public static Colorimetry Bt709 { get; } = new("bt709", "bt709", "bt709", "tv");
}
