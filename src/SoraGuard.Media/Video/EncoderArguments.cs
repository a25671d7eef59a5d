using System.Globalization;

namespace SoraGuard.Media.Video;

/// <summary>ffmpeg's arguments for one encode.</summary>
internal static class EncoderArguments
{
    private const string RgbToBt709 = "scale=out_color_matrix=bt709:out_range=tv";

    public static IEnumerable<string> For(ToolRun run, EncoderOptions options, string partialPath, MediaLimits limits)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{options.Width}x{options.Height}");
        List<string> arguments =
        [
            "-v", "error", "-y",
            "-protocol_whitelist", "pipe", "-f", "rawvideo", "-pix_fmt", RawFrame.FfmpegName(options.Format), "-s", size, "-r", options.FrameRate.ToString(),
            "-i", "pipe:0",
        ];
        arguments.AddRange(Audio(run, options, limits));
        if (options.Format == RawFormat.Rgb24)
            arguments.AddRange(["-vf", RgbToBt709]);
        arguments.AddRange(["-c:v", "libx264", "-preset", options.Preset, "-crf", options.Crf.ToString(CultureInfo.InvariantCulture), "-pix_fmt", "yuv420p"]);
        arguments.AddRange(Color(options.Format == RawFormat.Rgb24 ? Colorimetry.Bt709 : options.Color));
        // x264's threads are deterministic for a fixed number of them.
        arguments.AddRange(["-threads", ToolRun.Threads.ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1"]);
        foreach (var (key, value) in options.Tags)
            arguments.AddRange(["-metadata", $"{key}={value}"]);
        arguments.AddRange(["-movflags", "+faststart+use_metadata_tags", "-f", "mp4", run.Output(partialPath)]);
        return arguments;
    }

    private static IEnumerable<string> Audio(ToolRun run, EncoderOptions options, MediaLimits limits)
    {
        if (options.AudioFrom is null || options.AudioCodec is null)
            return ["-map", "0:v:0"];
        var source = MediaFile.OpenVideo(options.AudioFrom, limits).InputArguments(run, limits, Codecs.ContainerDecoders);
        var codec = Codecs.AudioInMp4.Contains(options.AudioCodec) ? "copy" : "aac";
        return [.. source, "-map", "0:v:0", "-map", "1:a:0", "-c:a", codec];
    }

    private static IEnumerable<string> Color(Colorimetry color)
    {
        (string Option, string? Value)[] options =
            [("-colorspace", color.Matrix), ("-color_primaries", color.Primaries), ("-color_trc", color.Transfer), ("-color_range", color.Range)];
        foreach (var (option, value) in options)
        {
            if (value is null)
                continue;
            yield return option;
            yield return value;
        }
    }
}
