using System.Globalization;
using System.Text.Json;

namespace SoraGuard.Media.Video;

/// <summary>ffprobe's JSON, read.</summary>
internal static class ProbeAnswer
{
    private const double CloseRates = 0.01;
    private const int MaxSidePixels = 1 << 16;

    public static VideoInfo Read(JsonElement root, string path)
    {
        var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToArray() : [];
        var video = Array.Find(streams, s => Text(s, "codec_type") == "video" && !IsCoverPicture(s));
        if (video.ValueKind != JsonValueKind.Object || !TrySize(video, out var width, out var height))
            throw new MediaException(MediaError.NotMedia, $"{path}: there is no video stream in it; send a video.");
        var format = root.TryGetProperty("format", out var container) ? container : default;
        var rate = Rate(video) ?? throw new MediaException(MediaError.NotMedia, $"{path}: its video stream states no frame rate; send a video.");
        var seconds = Number(video, "duration") ?? Number(format, "duration") ?? Number(video, "nb_frames") / rate.Value ?? 0;
        var turn = Turn(video);
        (width, height) = turn is 90 or 270 ? (height, width) : (width, height);
        return new VideoInfo
        {
            Width = width,
            Height = height,
            FrameRate = rate,
            Duration = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)),
            FrameCount = (long)(Number(video, "nb_frames") ?? Math.Round(seconds * rate.Value)),
            Codec = Text(video, "codec_name") ?? "unknown",
            AudioCodec = Text(Array.Find(streams, s => Text(s, "codec_type") == "audio"), "codec_name"),
            RotationDegrees = turn,
            Color = new Colorimetry(Text(video, "color_space"), Text(video, "color_primaries"), Text(video, "color_transfer"), Text(video, "color_range")),
            Tags = Tags(format),
        };
    }

    private static bool IsCoverPicture(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") == 1;

    // Pixels that are not square are made so by stretching the width.
    private static bool TrySize(JsonElement video, out int width, out int height)
    {
        (width, height) = ((int)(Number(video, "width") ?? 0), (int)(Number(video, "height") ?? 0));
        if (Rational.TryParse(Text(video, "sample_aspect_ratio"), out var pixel))
            width = (int)Math.Round(Math.Min(width * pixel.Value, MaxSidePixels));
        return width is > 0 and <= MaxSidePixels && height is > 0 and <= MaxSidePixels;
    }

    // The mean rate is right for spans and duration; where the nominal one nearly agrees it is the exact form of the same (30000/1001).
    private static Rational? Rate(JsonElement video)
    {
        var hasMean = Rational.TryParse(Text(video, "avg_frame_rate"), out var mean);
        if (!Rational.TryParse(Text(video, "r_frame_rate"), out var nominal))
            return hasMean ? mean : null;
        return hasMean && Math.Abs(nominal.Value / mean.Value - 1) > CloseRates ? mean : nominal;
    }

    // ffprobe states the counter-clockwise turn of the display matrix. Odd angles are not applied.
    private static int Turn(JsonElement video)
    {
        if (!video.TryGetProperty("side_data_list", out var list))
            return 0;
        foreach (var data in list.EnumerateArray())
            if (Number(data, "rotation") is { } rotation && rotation % 90 == 0)
                return (int)((360 - rotation % 360) % 360);
        return 0;
    }

    private static Dictionary<string, string> Tags(JsonElement format)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (format.ValueKind == JsonValueKind.Object && format.TryGetProperty("tags", out var list))
            foreach (var tag in list.EnumerateObject())
                tags[tag.Name] = tag.Value.GetString() ?? "";
        return tags;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { } text && text is not ("unknown" or "N/A")
            ? text
            : null;

    // Some numbers come as JSON strings.
    private static double? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetDouble();
        return value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null;
    }
}
