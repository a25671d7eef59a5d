using System.Globalization;

namespace SoraGuard.Media.Video;

/// <summary>A picture: red, green, blue, three bytes a pixel, rows without padding.</summary>
public sealed record RgbImage(int Width, int Height, byte[] Pixels);

/// <summary>Reads PNG, JPEG and WebP pictures.</summary>
public sealed class StillImageReader(MediaTools tools)
{
    // PPM: "P6", width, height, 255, each followed by one white space.
    private const int MaxHeaderBytes = 32;

    /// <summary>Decodes one picture.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MediaException">It is no picture, is damaged, or passes a limit.</exception>
    public async Task<RgbImage> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = MediaFile.OpenStill(path, tools.Limits);
        var run = new ToolRun(tools, tools.Ffmpeg, ToolLimits.Decode(tools.Limits with { DecodeTimeout = tools.Limits.ProbeTimeout }));
        run.Arguments.AddRange(["-nostdin", "-v", "error", "-xerror", "-threads", "1"]);
        run.Arguments.AddRange(file.InputArguments(run, tools.Limits, Codecs.StillDecoders));
        run.Arguments.AddRange(["-frames:v", "1", "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe", "pipe:1"]);
        await using var process = run.Start(cancellationToken);

        var ppm = new byte[MaxHeaderBytes + 3 * tools.Limits.MaxPixels];
        var length = await process.Output.ReadAtLeastAsync(ppm, ppm.Length, throwOnEndOfStream: false, CancellationToken.None).ConfigureAwait(false);
        await process.EnsureSuccessAsync(path).ConfigureAwait(false);
        return Parse(ppm.AsSpan(0, length)) ?? throw new MediaException(MediaError.Truncated, $"{path}: the picture could not be decoded; send another.");
    }

    private RgbImage? Parse(ReadOnlySpan<byte> ppm)
    {
        if (!ppm.StartsWith("P6\n"u8))
            return null;
        var rest = ppm[3..];
        if (!TryNumber(ref rest, out var width) || !TryNumber(ref rest, out var height) || !TryNumber(ref rest, out var peak))
            return null;
        if (peak != byte.MaxValue || (long)width * height > tools.Limits.MaxPixels || rest.Length != 3 * width * height)
            return null;
        return new RgbImage(width, height, rest.ToArray());
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> text, out int value)
    {
        var end = text[..Math.Min(text.Length, MaxHeaderBytes)].IndexOfAny((byte)' ', (byte)'\n');
        value = 0;
        if (end <= 0 || !int.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out value))
            return false;
        text = text[(end + 1)..];
        return value > 0;
    }
}
