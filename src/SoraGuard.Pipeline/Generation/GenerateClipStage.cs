using SoraGuard.Inference.Generation;
using SoraGuard.Inference.Sessions;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Generation;

/// <summary>
/// Makes the clip with the embedded model: text to video, a still image set in motion, or more of an existing clip. What it stores is lossless
/// and at delivery size, so that marking is the only lossy encode.
/// </summary>
public sealed class GenerateClipStage(GeneratorHolder generators, BlobStore blobs, MediaTools media) : IStage
{
    /// <summary>Frames a second of every clip; a multiple of the model's.</summary>
    public const int FramesPerSecond = 24;

    private const string ModelVersion = "1";
    private const int Lossless = 0;

    public Stage Stage => Stage.Generate;

    public async Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation)
    {
        var (request, path) = (lease.Request, blobs.NewPath(".mp4"));
        using var held = await HoldAsync(cancellation).ConfigureAwait(false);
        var generator = held.Generator;
        try
        {
            await using (var encoder = VideoEncoder.Open(media, path, new()
            {
                Width = request.Size.Width, Height = request.Size.Height, FrameRate = new(FramesPerSecond, 1), Format = RawFormat.Rgb24, Crf = Lossless, Preset = "ultrafast",
            }, cancellation))
            {
                var canvas = new DeliveryCanvas(generator.Config.Size, request.Size);
                var start = await new StartFrames(blobs, media, canvas).WriteAsync(request, encoder, generator.Config.FramesPerSecond, cancellation).ConfigureAwait(false);
                await WriteNewAsync(generator, request, start, canvas, encoder, progress, cancellation).ConfigureAwait(false);
                await encoder.CompleteAsync().ConfigureAwait(false);
            }
            var content = await blobs.AdoptAsync(path, cancellation).ConfigureAwait(false);
            return new ClipGenerated(content, new(ClipRequestInput.DefaultModel, ModelVersion, generator.ModelSha256), request.Seed, generator.Understood(request.Prompt));
        }
        catch (MediaException e) when (e.Reason is MediaError.NotMedia or MediaError.Truncated or MediaError.TooLarge or MediaError.TooLong or MediaError.UnsupportedCodec)
        {
            throw new StageException("input_unreadable", "The image or clip to go on from cannot be decoded: send another.", e);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<GeneratorHolder.Loan> HoldAsync(CancellationToken cancellation)
    {
        try
        {
            return await generators.HoldAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is GeneratorException or OnnxModelException or DllNotFoundException)
        {
            throw StageException.ModelUnavailable(e);
        }
    }

    private static async Task WriteNewAsync(
        ClipGenerator generator, ClipRequest request, IReadOnlyList<byte[]> start, DeliveryCanvas canvas, VideoEncoder encoder, IProgress<double> progress, CancellationToken cancellation)
    {
        var picture = new byte[canvas.Bytes];
        var repeat = FramesPerSecond / generator.Config.FramesPerSecond;
        foreach (var frame in generator.Generate(request.Prompt, request.Seconds * generator.Config.FramesPerSecond, request.Seed, start, progress.Report, cancellation))
        {
            canvas.Compose(frame, picture);
            for (var i = 0; i < repeat; i++) await encoder.WriteAsync(picture).ConfigureAwait(false);
        }
    }
}
