using System.Globalization;
using System.Text.RegularExpressions;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed partial class FrameQualityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EqualFrames_AreEqual()
    {
        var quality = new FrameQuality(64, 48);
        quality.Add(Pictures.Scene(64, 48), Pictures.Scene(64, 48));

        Assert.Equal(double.PositiveInfinity, quality.PsnrY);
        Assert.Equal(1, quality.Ssim, 1e-9);
    }

    [Fact]
    public void AKnownError_HasItsPsnr()
    {
        var quality = new FrameQuality(64, 48);
        quality.Add(Pictures.Flat(64, 48, 100), Pictures.Flat(64, 48, 105));

        Assert.Equal(20 * Math.Log10(255.0 / 5), quality.PsnrY, 1e-9);
    }

    // ffmpeg's own psnr and ssim filters on the same frames.
    [Fact]
    [Trait("Category", "Integration")]
    public async Task Figures_AgreeWithFfmpeg()
    {
        Ffmpeg.Make(_folder["a.mp4"], "mandelbrot=s=320x180:r=5", "-t", "1");
        Ffmpeg.Run("-i", _folder["a.mp4"], "-c:v", "libx264", "-crf", "35", _folder["b.mp4"]);
        var quality = new FrameQuality(320, 180);
        foreach (var (a, b) in (await Frames.ReadAll(_folder["a.mp4"], RawFormat.Yuv420p)).Zip(await Frames.ReadAll(_folder["b.mp4"], RawFormat.Yuv420p)))
            quality.Add(a.AsSpan(0, 320 * 180), b.AsSpan(0, 320 * 180));

        Ffmpeg.Run("-i", _folder["b.mp4"], "-i", _folder["a.mp4"], "-lavfi", $"ssim=stats_file={_folder["ssim"]};[0][1]psnr=stats_file={_folder["psnr"]}", "-f", "null", "-");

        Assert.Equal(Mean("ssim", LumaSsim()), quality.Ssim, 2e-4);
        var mse = Mean("psnr", LumaMse());
        Assert.Equal(10 * Math.Log10(255 * 255 / mse), quality.PsnrY, 0.02);
    }

    private double Mean(string file, Regex pattern) =>
        pattern.Matches(File.ReadAllText(_folder[file])).Average(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\bY:([\d.]+)")]
    private static partial Regex LumaSsim();

    [GeneratedRegex(@"mse_y:([\d.]+)")]
    private static partial Regex LumaMse();
}
