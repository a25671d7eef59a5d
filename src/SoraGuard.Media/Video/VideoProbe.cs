using System.Globalization;
using System.Text.Json;

namespace SoraGuard.Media.Video;

/// <summary>Reads what a clip is, without decoding it.</summary>
public sealed class VideoProbe(MediaTools tools)
{
    private const int MaxAnswerBytes = 1 << 20;

    private const string Entries =
        "stream=codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate,nb_frames,duration,"
        + "color_range,color_space,color_transfer,color_primaries:stream_disposition=attached_pic:stream_side_data=rotation:format=duration:format_tags";

    /// <summary>Probes one file and holds it to the limits.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="MediaException">It is no video, is damaged, or passes a limit.</exception>
    public async Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = MediaFile.OpenVideo(path, tools.Limits);
        var run = new ToolRun(tools, tools.Ffprobe, ToolLimits.Probe(tools.Limits));
        run.Arguments.AddRange(["-v", "error", "-of", "json", "-show_entries", Entries]);
        run.Arguments.AddRange(file.InputArguments(run, tools.Limits, Codecs.ContainerDecoders));
        await using var process = run.Start(cancellationToken);
        var answer = await ReadAnswerAsync(process.Output, path).ConfigureAwait(false);
        await process.EnsureSuccessAsync(path).ConfigureAwait(false);
        using var json = JsonDocument.Parse(answer);
        var info = ProbeAnswer.Read(json.RootElement, path);
        Check(info, path);
        return info;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAnswerAsync(Stream output, string path)
    {
        var buffer = new byte[MaxAnswerBytes];
        var length = await output.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, CancellationToken.None).ConfigureAwait(false);
        return length < buffer.Length
            ? buffer.AsMemory(0, length)
            : throw new MediaException(MediaError.TooLarge, $"{path}: its metadata is larger than {MaxAnswerBytes} bytes: strip it.");
    }

    private void Check(VideoInfo info, string path)
    {
        var limits = tools.Limits;
        if ((long)info.Width * info.Height > limits.MaxPixels)
            throw Over(MediaError.TooLarge, $"frames of {info.Width}x{info.Height} pixels", $"{limits.MaxPixels} pixels", "send smaller frames");
        if (info.Duration > limits.MaxDuration)
            throw Over(MediaError.TooLong, $"{info.Duration.TotalSeconds:0.#} s", $"{limits.MaxDuration.TotalSeconds:0} s", "send a shorter clip");
        if (info.FrameRate.Value > limits.MaxFramesPerSecond)
            throw Over(MediaError.TooLarge, $"{info.FrameRate.Value:0.#} frames a second", $"{limits.MaxFramesPerSecond}", "send a lower rate");
        if (!Codecs.Video.Contains(info.Codec))
            throw new MediaException(MediaError.UnsupportedCodec, $"{path}: video codec {info.Codec} is not read here; re-encode it as H.264.");

        MediaException Over(MediaError reason, FormattableString what, FormattableString limit, string advice) => new(
            reason, $"{path}: {what.ToString(CultureInfo.InvariantCulture)} pass the limit of {limit.ToString(CultureInfo.InvariantCulture)}; {advice}.");
    }
}
