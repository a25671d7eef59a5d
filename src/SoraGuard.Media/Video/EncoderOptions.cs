namespace SoraGuard.Media.Video;

/// <summary>What an encoder makes of raw frames.</summary>
public sealed record EncoderOptions
{
    /// <summary>Delivery quality where none is asked for: visually lossless.</summary>
    public const int DefaultCrf = 14;

    /// <summary>Width of the frames, even.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the frames, even.</summary>
    public required int Height { get; init; }

    public required Rational FrameRate { get; init; }

    /// <summary><see cref="RawFormat.Yuv420p"/> or <see cref="RawFormat.Rgb24"/>.</summary>
    public required RawFormat Format { get; init; }

    /// <summary>Constant rate factor of x264, from 0 (lossless) to 51. Default: 14.</summary>
    public int Crf { get; init; } = DefaultCrf;

    /// <summary>Preset of x264. Default: medium.</summary>
    public string Preset { get; init; } = "medium";

    /// <summary>A file whose first audio stream goes in as it is (or as AAC where MP4 cannot hold it); null for none.</summary>
    public string? AudioFrom { get; init; }

    /// <summary>Codec of that stream, as probed; null for none.</summary>
    public string? AudioCodec { get; init; }

    /// <summary>Colour tags of yuv420p frames. RGB frames become <see cref="Colorimetry.Bt709"/>.</summary>
    public Colorimetry Color { get; init; } = Colorimetry.Bt709;

    /// <summary>Container tags to write, by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
