using System.Diagnostics;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Cli.Benchmarks;

/// <summary>Marks clips, attacks them with ffmpeg, and looks for the mark: the payload counts only if all of it is read.</summary>
internal sealed class WatermarkBenchmark(MediaTools tools, IMarkUnderTest mark, Action<string> report)
{
    /// <summary>Clips drawn by ffmpeg, for when no others are given: patterns, fine detail, cells that flicker, smooth colour.</summary>
    private static readonly (string Name, string Source)[] s_drawn =
    [
        ("testsrc2", "testsrc2=s=1280x720:r=30"),
        ("mandelbrot", "mandelbrot=s=1280x720:r=30"),
        ("life", "life=s=320x180:r=30:mold=10:ratio=.1:seed=7,scale=1280:720:flags=bilinear,format=yuv420p"),
        ("gradients", "gradients=s=1280x720:r=30:speed=0.02:seed=7"),
    ];

    private static readonly string[] s_extensions = [".mp4", ".mov", ".mkv", ".webm"];

    /// <param name="clips">A folder of clips; null to draw some of 5 s.</param>
    /// <param name="attacks">What to do to each.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="IOException">ffmpeg or a command failed, or the folder has no clips.</exception>
    public async Task<WatermarkBenchmarkResult> RunAsync(string? clips, IReadOnlyList<Attack> attacks, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("soraguard-bench-").FullName;
        try
        {
            var (marked, attacked) = (new List<MarkedClip>(), new List<AttackedClip>());
            foreach (var source in clips is null ? await DrawAsync(folder, cancellation) : Find(clips))
            {
                var (name, copy) = (Path.GetFileNameWithoutExtension(source), Path.Combine(folder, "marked.mp4"));
                var id = new WatermarkId(0x5A17C0DE00000000 + (ulong)marked.Count);
                report($"{name}: marking");
                marked.Add(await MarkAsync(name, source, copy, id, cancellation));
                foreach (var attack in attacks)
                {
                    report($"{name}: {attack.Name}");
                    attacked.Add(await AttackAsync(name, copy, attack, id, cancellation));
                }
            }
            return WatermarkBenchmarkResult.Of(marked, attacked, attacks);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<MarkedClip> MarkAsync(string name, string source, string marked, WatermarkId id, CancellationToken cancellation)
    {
        var made = await mark.EmbedAsync(source, marked, id, cancellation);
        var (psnr, ssim) = made is { PsnrY: { } p, Ssim: { } s } ? (p, s) : await CompareAsync(source, marked, cancellation);
        var (before, after) = (await SizeAsync(source, Beside(marked, "size.mp4"), cancellation), await SizeAsync(marked, Beside(marked, "size.mp4"), cancellation));
        return new(name, double.IsFinite(psnr) ? psnr : null, ssim, (double)after / before - 1, made.HeldBecause);
    }

    private async Task<AttackedClip> AttackAsync(string name, string marked, Attack attack, WatermarkId id, CancellationToken cancellation)
    {
        var copy = Beside(marked, $"attacked.{attack.Extension}");
        await FfmpegAsync(["-i", marked, .. attack.Arguments, "-an", copy], cancellation);
        var found = await mark.DetectAsync(copy, cancellation);
        return new(name, attack.Name, found.Payload == id, found.RawBitAccuracy, found.Log10P);
    }

    private static string Beside(string marked, string what) => Path.ChangeExtension(marked, what);

    private async Task<long> SizeAsync(string clip, string copy, CancellationToken cancellation)
    {
        await FfmpegAsync(["-i", clip, "-c:v", "libx264", "-preset", "medium", "-pix_fmt", "yuv420p", "-crf", "23", "-an", copy], cancellation);
        return new FileInfo(copy).Length;
    }

    private async Task<(double PsnrY, double Ssim)> CompareAsync(string source, string marked, CancellationToken cancellation)
    {
        var probe = new VideoProbe(tools);
        var (first, second) = (await probe.ProbeAsync(source, cancellation), await probe.ProbeAsync(marked, cancellation));
        var request = new FrameRequest { Format = RawFormat.Gray, Size = (second.Width, second.Height) };
        await using var originals = FrameReader.Open(tools, source, first, request, cancellation);
        await using var changed = FrameReader.Open(tools, marked, second, request, cancellation);
        var (a, b, quality) = (new byte[originals.FrameBytes], new byte[changed.FrameBytes], new FrameQuality(second.Width, second.Height));
        while (await originals.ReadAsync(a) && await changed.ReadAsync(b))
            quality.Add(a, b);
        return (quality.PsnrY, quality.Ssim);
    }

    private async Task<string[]> DrawAsync(string folder, CancellationToken cancellation)
    {
        var files = new List<string>();
        foreach (var (name, source) in s_drawn)
        {
            report($"{name}: drawing");
            files.Add(Path.Combine(folder, $"{name}.mp4"));
            await FfmpegAsync(["-f", "lavfi", "-i", source, "-t", "5", "-c:v", "libx264", "-preset", "medium", "-pix_fmt", "yuv420p", "-crf", "8", files[^1]], cancellation);
        }
        return [.. files];
    }

    private static string[] Find(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Where(f => s_extensions.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new IOException($"{folder}: no clips ({string.Join(", ", s_extensions)}) in this folder.");
    }

    private async Task FfmpegAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(tools.Ffmpeg, ["-nostdin", "-v", "error", "-y", .. arguments])) ?? throw new IOException("ffmpeg did not start.");
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new IOException($"ffmpeg {string.Join(' ', arguments)} failed: see above.");
    }
}
