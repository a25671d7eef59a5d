using SoraGuard.Media;
using SoraGuard.Media.Labels;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Marking;

/// <summary>Watermark, visible label and metadata label in one encode, read back from the encoded file.</summary>
public sealed class MarkClipStage(BlobStore blobs, MediaTools media, WatermarkSecret secret, string operatorName) : IStage
{
    public Stage Stage => Stage.Mark;

    public async Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation)
    {
        var (clip, path) = (lease.State, blobs.NewPath(".mp4"));
        var (source, options) = (clip.Generated!.Value, OptionsOf(clip, lease.Request)); // this stage follows inspection
        try
        {
            using var copy = await blobs.CopyAsync(source, cancellation).ConfigureAwait(false);
            var marked = await new VideoMarker(media).MarkAsync(copy.Path, path, options, cancellation).ConfigureAwait(false);
            if (marked.Held) throw new StageException("mark_not_durable", string.Join(" ", marked.HeldBecause));
            var content = await blobs.AdoptAsync(path, cancellation).ConfigureAwait(false);
            return new ClipMarked(source, content, new(marked.PsnrY, marked.Reading.Watermarks[0].Z, options.Label.ToString().ToLowerInvariant(), VisibleLabel.TextOf(options.Label, options.Origin), options.Aigc!.ProduceId));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private MarkOptions OptionsOf(ClipState clip, ClipRequest request) => new()
    {
        Key = secret.GetOrMake(),
        Id = new WatermarkId(clip.Id.Value),
        Label = VisibleLabel.Required(clip, request) ?? LabelProfile.None,
        Origin = VisibleLabel.OriginOf(request),
        // ReservedCode1 is the producer's integrity code: the digest of the content that was labelled.
        Aigc = AigcRecord.FirstWrite(operatorName, clip.Id.ToString(), clip.Generated!.Value.ToString()),
    };
}
