using System.Globalization;
using System.Text;

namespace SoraGuard.Media.Video;

/// <summary>
/// The first look at a file, before any tool sees it: it is a regular file, not too large, and begins like a format that is read here. The tool is then
/// told that format and may not guess another.
/// </summary>
internal sealed record MediaFile(string Path, string Demuxer, bool IsStill)
{
    private const int SignatureBytes = 12;

    public static MediaFile OpenVideo(string path, MediaLimits limits) =>
        Open(path, limits) is { IsStill: false } video ? video : throw NotMedia(path, "an MP4, MOV, MKV or WebM file");

    public static MediaFile OpenStill(string path, MediaLimits limits) =>
        Open(path, limits) is { IsStill: true } still ? still : throw NotMedia(path, "a PNG, JPEG or WebP picture");

    private static MediaFile? Open(string path, MediaLimits limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new FileNotFoundException($"{path}: there is no such file.", path);
        if (info.Length > limits.MaxFileBytes)
            throw new MediaException(
                MediaError.TooLarge, $"{path}: {info.Length} bytes are more than the limit of {limits.MaxFileBytes}: send a smaller file.");
        // Pipes and devices have no length; opening one could block for ever.
        if (info.Length < SignatureBytes)
            return null;
        Span<byte> head = stackalloc byte[SignatureBytes];
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
            file.ReadExactly(head);
        return Recognise(path, head);
    }

    private static MediaFile? Recognise(string path, ReadOnlySpan<byte> head)
    {
        // ISO/IEC 14496-12: size32, type. QuickTime files may lack ftyp and begin with any of the others.
        if (Encoding.ASCII.GetString(head[4..8]) is "ftyp" or "moov" or "mdat" or "wide" or "free")
            return new MediaFile(path, "mov", IsStill: false);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return new MediaFile(path, "matroska", IsStill: false);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return new MediaFile(path, "png_pipe", IsStill: true);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return new MediaFile(path, "jpeg_pipe", IsStill: true);
        if (head.StartsWith("RIFF"u8) && head[8..].SequenceEqual("WEBP"u8))
            return new MediaFile(path, "webp_pipe", IsStill: true);
        return null;
    }

    /// <summary>Options that go before the file, then the file itself.</summary>
    public IEnumerable<string> InputArguments(ToolRun run, MediaLimits limits, string decoders) =>
    [
        "-protocol_whitelist", "file",
        "-format_whitelist", IsStill ? Demuxer : "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
        "-codec_whitelist", decoders,
        "-max_pixels", limits.MaxPixels.ToString(CultureInfo.InvariantCulture),
        "-max_streams", limits.MaxStreams.ToString(CultureInfo.InvariantCulture),
        "-probesize", "5M",
        "-analyzeduration", "5M",
        "-f", Demuxer,
        "-i", run.Input(Path),
    ];

    private static MediaException NotMedia(string path, string expected) =>
        new(MediaError.NotMedia, $"{path}: this is not {expected}; send one.");
}
