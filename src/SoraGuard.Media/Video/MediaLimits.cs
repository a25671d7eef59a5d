namespace SoraGuard.Media.Video;

/// <summary>What a file may ask of this machine. Everything is checked before or while decoding; the tools get hard limits besides.</summary>
public sealed record MediaLimits
{
    /// <summary>The limits that are used where none are given.</summary>
    public static MediaLimits Default { get; } = new();

    /// <summary>Largest file that is opened, in bytes. Default: 512 MiB.</summary>
    public long MaxFileBytes { get; init; } = 512L << 20;

    /// <summary>Most pixels in a frame or picture. Default: 3840 x 2160.</summary>
    public int MaxPixels { get; init; } = 3840 * 2160;

    /// <summary>Longest clip. Default: 10 minutes.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Highest frame rate, per second. Default: 120.</summary>
    public int MaxFramesPerSecond { get; init; } = 120;

    /// <summary>Most streams in a container. Default: 8.</summary>
    public int MaxStreams { get; init; } = 8;

    /// <summary>Largest file that an encoder may write, in bytes. Default: 2 GiB.</summary>
    public long MaxOutputBytes { get; init; } = 2L << 30;

    /// <summary>Wall-clock limit of a look at a file. Default: 30 s.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Wall-clock limit of decoding a clip. Default: 30 minutes.</summary>
    public TimeSpan DecodeTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Wall-clock limit of encoding a clip. Default: 30 minutes.</summary>
    public TimeSpan EncodeTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Address space of a decoding tool, in bytes. Default: 2 GiB.</summary>
    public long DecoderMemoryBytes { get; init; } = 2L << 30;

    /// <summary>Address space of an encoding tool, in bytes. Default: 4 GiB.</summary>
    public long EncoderMemoryBytes { get; init; } = 4L << 30;
}
