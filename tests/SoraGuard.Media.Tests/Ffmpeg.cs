using System.Diagnostics;
using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests;

/// <summary>ffmpeg used as the outside world uses it: to make clips and to attack them, past everything this library does.</summary>
internal static class Ffmpeg
{
    private static readonly Lazy<Task<MediaTools>> s_tools = new(() => MediaTools.LocateAsync());

    public static Task<MediaTools> Tools => s_tools.Value;

    public static void Run(params string[] arguments) => Execute("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]);

    public static string Probe(params string[] arguments) => Execute("ffprobe", ["-v", "error", .. arguments]);

    /// <summary>A clip from one of ffmpeg's own generators, near lossless.</summary>
    public static void Make(string path, string source, params string[] options) =>
        Run(["-f", "lavfi", "-i", source, .. options, "-c:v", "libx264", "-preset", "veryfast", "-crf", "10", "-pix_fmt", "yuv420p", "-threads", "2", path]);

    private static string Execute(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }
}
