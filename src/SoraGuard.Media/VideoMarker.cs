using System.Globalization;
using SoraGuard.Media.Labels;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media;

/// <summary>
/// Marks a clip: decode, watermark, label, one encode, AIGC record. Then it reads the final bytes back, and a re-encoded copy of their beginning;
/// where the watermark is too weak it marks again at the strongest setting, and where that fails too the clip is held.
/// </summary>
public sealed class VideoMarker(MediaTools tools)
{
    // Faster than what most platforms use, and harder on the mark.
    private const string TrialPreset = "veryfast";

    // A trial on the whole of a long clip would cost more than the encode; the weakest case is a short clip.
    private static readonly TimeSpan s_trialLength = TimeSpan.FromSeconds(8);

    /// <summary>
    /// Marks <paramref name="sourcePath"/> and writes H.264 in MP4 to <paramref name="outputPath"/>, replacing what was there. On failure nothing is left.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such source.</exception>
    /// <exception cref="MediaException">The source cannot be read or passes a limit, its frames are too small for the marks, or a tool failed.</exception>
    /// <exception cref="ArgumentException">Options out of range, or an AIGC record that breaks the rules.</exception>
    public async Task<MarkResult> MarkAsync(string sourcePath, string outputPath, MarkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Aigc?.Problems() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        var info = await new VideoProbe(tools).ProbeAsync(sourcePath, cancellationToken).ConfigureAwait(false);
        if (Math.Min(info.Width, info.Height) < WatermarkEmbedder.MinShortSide)
            throw new MediaException(
                MediaError.TooSmall,
                $"{sourcePath}: frames of {info.Width}x{info.Height} cannot be watermarked; both sides need {WatermarkEmbedder.MinShortSide} pixels.");

        using var file = PartialFile.Create(outputPath);
        var result = await MarkAtAsync(WatermarkEmbedder.DefaultPsnr).ConfigureAwait(false);
        if (result.Held)
            result = await MarkAtAsync(WatermarkEmbedder.LowestPsnr).ConfigureAwait(false);
        file.Publish();
        return result;

        async Task<MarkResult> MarkAtAsync(double psnr)
        {
            var quality = await EncodeAsync(sourcePath, info, file.Path, options, psnr, cancellationToken).ConfigureAwait(false);
            var reading = await new MarkReader(tools).ReadAsync(file.Path, [options.Key], cancellationToken).ConfigureAwait(false);
            var reasons = MarkAudit.Missing(reading, options);
            if (reasons.Count == 0 && options.SurvivalCrf is { } crf
                && !await OutlivesAsync(file.Path, reading.Info, options, crf, cancellationToken).ConfigureAwait(false))
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"The watermark does not outlive a re-encode at CRF {crf}."));
            return new MarkResult
            {
                PsnrY = quality.PsnrY,
                Ssim = quality.Ssim,
                Frames = quality.Frames,
                Label = LabelOverlay.Create(options.Label, options.Origin, reading.Info.Width, reading.Info.Height)?.Placement,
                Reading = reading,
                HeldBecause = reasons,
            };
        }
    }

    private async Task<FrameQuality> EncodeAsync(
        string sourcePath, VideoInfo info, string outputPath, MarkOptions options, double psnr, CancellationToken cancellationToken)
    {
        var (width, height) = (info.Width & ~1, info.Height & ~1);
        var embedder = new WatermarkEmbedder(width, height, options.Key, options.Id, psnr);
        var overlay = LabelOverlay.Create(options.Label, options.Origin, width, height);
        var quality = new FrameQuality(width, height);
        var request = new FrameRequest { Format = RawFormat.Yuv420p, Size = (width, height) };
        await using var reader = FrameReader.Open(tools, sourcePath, info, request, cancellationToken);
        await using var encoder = VideoEncoder.Open(tools, outputPath, Delivery(sourcePath, info, reader, options), cancellationToken);
        var frame = new byte[reader.FrameBytes];
        var original = new byte[width * height];
        while (await reader.ReadAsync(frame).ConfigureAwait(false))
        {
            frame.AsSpan(0, original.Length).CopyTo(original);
            embedder.Embed(frame.AsSpan(0, original.Length));
            quality.Add(original, frame.AsSpan(0, original.Length));
            overlay?.Draw(frame);
            await encoder.WriteAsync(frame).ConfigureAwait(false);
        }

        await encoder.CompleteAsync().ConfigureAwait(false);
        return quality;
    }

    private static EncoderOptions Delivery(string sourcePath, VideoInfo info, FrameReader reader, MarkOptions options) => new()
    {
        Width = reader.Width,
        Height = reader.Height,
        FrameRate = reader.FrameRate,
        Format = RawFormat.Yuv420p,
        Crf = options.Crf,
        Color = info.Color,
        AudioFrom = info.HasAudio ? sourcePath : null,
        AudioCodec = info.AudioCodec,
        Tags = options.Aigc is { } record ? new Dictionary<string, string> { [AigcRecord.ContainerKey] = record.ToJson() } : new Dictionary<string, string>(),
    };

    private async Task<bool> OutlivesAsync(string path, VideoInfo info, MarkOptions options, int crf, CancellationToken cancellationToken)
    {
        using var copy = PartialFile.Create(path);
        var request = new FrameRequest { Format = RawFormat.Yuv420p, Duration = s_trialLength };
        await using (var reader = FrameReader.Open(tools, path, info, request, cancellationToken))
        {
            var trial = new EncoderOptions
            {
                Width = info.Width,
                Height = info.Height,
                FrameRate = info.FrameRate,
                Format = RawFormat.Yuv420p,
                Crf = crf,
                Preset = TrialPreset,
            };
            await using var encoder = VideoEncoder.Open(tools, copy.Path, trial, cancellationToken);
            var frame = new byte[reader.FrameBytes];
            while (await reader.ReadAsync(frame).ConfigureAwait(false))
                await encoder.WriteAsync(frame).ConfigureAwait(false);
            await encoder.CompleteAsync().ConfigureAwait(false);
        }

        var reading = await new MarkReader(tools).ReadAsync(copy.Path, [options.Key], cancellationToken).ConfigureAwait(false);
        return reading.Watermarks[0].Payload == options.Id;
    }
}
