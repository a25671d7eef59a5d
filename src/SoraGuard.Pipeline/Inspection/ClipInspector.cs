using SoraGuard.Inference.Classifiers;
using SoraGuard.Media.Video;

namespace SoraGuard.Pipeline.Inspection;

/// <summary>Samples a file through ffmpeg and shows it to the classifiers.</summary>
public static class ClipInspector
{
    /// <summary>Inspects a file. A clip that breaks off is reported as abstained, with what was seen before.</summary>
    /// <exception cref="MediaException">It is no clip, or the tools fail.</exception>
    public static async Task<InspectionReport> InspectAsync(MediaTools media, Inspector inspector, string path, IProgress<double>? progress, CancellationToken cancellation)
    {
        var info = await new VideoProbe(media).ProbeAsync(path, cancellation).ConfigureAwait(false);
        var inspection = inspector.Begin();
        await using var reader = FrameReader.Open(media, path, info,
            new() { Format = RawFormat.Gray, Size = (Sampling.Side, Sampling.Side), FrameRate = new(Sampling.FramesPerSecond, 1) }, cancellation);
        var frame = new byte[reader.FrameBytes];
        var expected = Math.Max(1, info.Duration.TotalSeconds * Sampling.FramesPerSecond);
        try
        {
            while (await reader.ReadAsync(frame).ConfigureAwait(false))
            {
                inspection.Add(frame, cancellation);
                progress?.Report(reader.FramesRead / expected);
            }
        }
        catch (MediaException e) when (e.Reason == MediaError.Truncated)
        {
            return inspection.Complete(e.Message, cancellation);
        }
        return inspection.Complete(cancellationToken: cancellation);
    }
}
