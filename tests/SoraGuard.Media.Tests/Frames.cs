using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests;

/// <summary>Whole clips in memory, for small tests.</summary>
internal static class Frames
{
    public static async Task<List<byte[]>> ReadAll(string path, RawFormat format, (int Width, int Height)? size = null, TimeSpan start = default, TimeSpan? duration = null)
    {
        var tools = await Ffmpeg.Tools;
        var info = await new VideoProbe(tools).ProbeAsync(path);
        await using var reader = FrameReader.Open(tools, path, info, new FrameRequest { Format = format, Size = size, Start = start, Duration = duration });
        var frames = new List<byte[]>();
        var frame = new byte[reader.FrameBytes];
        while (await reader.ReadAsync(frame))
            frames.Add([.. frame]);
        return frames;
    }

    public static async Task Write(string path, EncoderOptions options, IEnumerable<byte[]> frames)
    {
        await using var encoder = VideoEncoder.Open(await Ffmpeg.Tools, path, options);
        foreach (var frame in frames)
            await encoder.WriteAsync(frame);
        await encoder.CompleteAsync();
    }
}
