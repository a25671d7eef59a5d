using SoraGuard.C2pa.Validation;
using SoraGuard.Media.Fingerprints;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Marking;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Release;

/// <summary>
/// Has the public verifier read the final bytes, and demands that every layer is there and names this clip. The fingerprint is stored before the release
/// is reported: where that fails, the stage fails and nothing is released.
/// </summary>
/// <param name="blobs">The final bytes.</param>
/// <param name="verifier">The public one.</param>
/// <param name="fingerprinter">Reads what the clip looks like.</param>
/// <param name="fingerprints">Where that is kept.</param>
/// <param name="needsTimeStamp">Whether the manifest must have a time-stamp that counts.</param>
public sealed class VerifyReleaseStage(BlobStore blobs, Verifier verifier, ClipFingerprinter fingerprinter, FingerprintIndex fingerprints, bool needsTimeStamp = false) : IStage
{
    public Stage Stage => Stage.Verify;

    public async Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation)
    {
        var (clip, content) = (lease.State, lease.State.Signed!.Value); // this stage follows signing
        using var copy = await blobs.CopyAsync(content, cancellation).ConfigureAwait(false);
        var (found, result) = await verifier.ReadAsync(copy.Path, clip.Id.ToString(), cancellation).ConfigureAwait(false);
        IReadOnlyList<string> problems = found is null ? result.Limits : [.. result.Problems, .. Missing(clip, lease.Request, found, needsTimeStamp)];
        if (problems.Count == 0)
            await fingerprints.StoreAsync(clip.Id, await fingerprinter.ReadAsync(copy.Path, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return new ReleaseVerified(content, new FileInfo(copy.Path).Length, problems);
    }

    /// <summary>What a released clip of this request must show and does not.</summary>
    internal static IEnumerable<string> Missing(ClipState clip, ClipRequest request, VerifyFindings found, bool needsTimeStamp = false)
    {
        if (found.Manifest is not { State: ValidationState.Trusted } || !found.SignedByUs) yield return $"the manifest is not trusted: {found.Manifest?.Summary ?? found.ManifestUnreadable ?? "there is none"}";
        if (needsTimeStamp && found.Manifest?.SigningTime is null) yield return "the manifest has no time-stamp that counts";
        if (found.Manifest?.ActiveManifest != clip.ManifestId) yield return $"the manifest is {found.Manifest?.ActiveManifest}, not {clip.ManifestId}";
        if (found.BoundClip != clip.Id) yield return "the manifest's soft binding does not name this clip";
        if (found.Watermark is not { Valid: true, Payload: { } payload } || payload.Value != clip.Id.Value) yield return "the watermark does not name this clip";
        if (found.Aigc.Record?.ProduceId != clip.Id.ToString()) yield return "the metadata label does not name this clip";
        if (VisibleLabel.Required(clip, request) is { } profile && !found.VisibleLabels.Any(l => l.Present && l.Profile == profile)) yield return $"the visible label '{profile}' is not seen";
    }
}
