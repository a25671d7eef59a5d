using SoraGuard.Inference.Generation;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Generation;

/// <summary>What comes before the new frames: nothing, a still image, or the clip that is extended, which is written first as it is.</summary>
internal sealed class StartFrames(BlobStore blobs, MediaTools media, DeliveryCanvas canvas)
{
    /// <summary>Writes the material that is kept and gives the model's start frames (64x64 RGB), at most as many as it uses.</summary>
    public async Task<IReadOnlyList<byte[]>> WriteAsync(ClipRequest request, VideoEncoder encoder, int modelRate, CancellationToken cancellation)
    {
        if ((request.InputImage ?? request.InputClip) is not { } input) return [];
        using var copy = await blobs.CopyAsync(input, cancellation).ConfigureAwait(false);
        return request.InputImage is null
            ? await CopyClipAsync(copy.Path, request.Size, encoder, modelRate, cancellation).ConfigureAwait(false)
            : [await ReduceImageAsync(copy.Path, request.Size, cancellation).ConfigureAwait(false)];
    }

    private async Task<byte[]> ReduceImageAsync(string path, FrameSize size, CancellationToken cancellation)
    {
        var image = await new StillImageReader(media).ReadAsync(path, cancellation).ConfigureAwait(false);
        return canvas.Reduce(Cover.Crop(image.Pixels, new(image.Width, image.Height), size));
    }

    private async Task<IReadOnlyList<byte[]>> CopyClipAsync(string path, FrameSize size, VideoEncoder encoder, int modelRate, CancellationToken cancellation)
    {
        var info = await new VideoProbe(media).ProbeAsync(path, cancellation).ConfigureAwait(false);
        var cover = Cover.SizeOf(new(info.Width, info.Height), size);
        await using var reader = FrameReader.Open(media, path, info,
            new() { Format = RawFormat.Rgb24, Size = (cover.Width, cover.Height), FrameRate = new(GenerateClipStage.FramesPerSecond, 1) }, cancellation);
        var (frame, recent, step) = (new byte[reader.FrameBytes], new Queue<byte[]>(), GenerateClipStage.FramesPerSecond / modelRate);
        while (await reader.ReadAsync(frame).ConfigureAwait(false))
        {
            var picture = Cover.Crop(frame, cover, size);
            await encoder.WriteAsync(picture).ConfigureAwait(false);
            recent.Enqueue(picture);
            if (recent.Count > step * ClipGenerator.Overlap) recent.Dequeue();
        }
        // The model sees every third frame, counted back from the last.
        return [.. recent.Reverse().Where((_, i) => i % step == 0).Reverse().Select(picture => canvas.Reduce(picture))];
    }
}
