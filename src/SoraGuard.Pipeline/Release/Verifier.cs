using SoraGuard.Media;
using SoraGuard.Media.Labels;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Marking;
using SoraGuard.Pipeline.Provenance;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Release;

/// <summary>
/// Reads any file and says what evidence it carries. The release stage, the command and the API use this one, on final bytes; it knows nothing of
/// the request that made them.
/// </summary>
/// <param name="media">The decoders.</param>
/// <param name="trust">Whom to believe.</param>
/// <param name="secret">Our watermark key, if this service has one.</param>
/// <param name="registry">The released clips; null when no database is at hand.</param>
/// <param name="operatorName">This service's name.</param>
/// <param name="time">For the validity of certificates.</param>
public sealed class Verifier(MediaTools media, TrustPolicy trust, WatermarkSecret secret, ClipRegistry? registry, string operatorName, TimeProvider time)
{
    /// <summary>Never throws for what a file holds: what cannot be read is <see cref="VerifyVerdict.Unreadable"/>, with the reason in the limits.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">How to call it in the result.</param>
    /// <param name="cancellation">Stops the decoders.</param>
    /// <param name="sidecar">Where its manifest store is kept beside it; null: in the file.</param>
    public async Task<VerifyResult> VerifyAsync(string path, string name, CancellationToken cancellation, string? sidecar = null) =>
        (await ReadAsync(path, name, cancellation, sidecar).ConfigureAwait(false)).Result;

    /// <summary>As <see cref="VerifyAsync"/>, with what the verdict rests on; null when the file cannot be read.</summary>
    internal async Task<(VerifyFindings? Found, VerifyResult Result)> ReadAsync(string path, string name, CancellationToken cancellation, string? sidecar = null)
    {
        var manifest = await new ManifestReader(trust, registry, time).ReadAsync(path, sidecar, cancellation).ConfigureAwait(false);
        if (manifest.SidecarFlaw is { } flaw) return (null, Unreadable(name, flaw));
        var (marks, undecodable) = manifest.Kind switch
        {
            FileKind.StillImage => (null, manifest is { Result: null, Unreadable: null } ? manifest.Flaw : null),
            FileKind.ManifestStore when manifest.Result is null => (null, manifest.Flaw),
            _ => await ReadMarksAsync(path, cancellation).ConfigureAwait(false),
        };
        var found = await FindAsync(manifest, marks, cancellation).ConfigureAwait(false);
        // What cannot be decoded may still carry a manifest that says what it was, and that it was changed.
        return undecodable is not null && found.Manifest?.ActiveManifest is null
            ? (null, Unreadable(name, undecodable))
            : (found, VerdictRule.Decide(name, found, EvidenceOf.All(found), LimitsOf.All(found, undecodable)));
    }

    private static VerifyResult Unreadable(string name, string reason) => new() { File = name, Verdict = VerifyVerdict.Unreadable, Limits = [reason] };

    private async Task<(MarkReading? Marks, string? Undecodable)> ReadMarksAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return (await new MarkReader(media).ReadAsync(path, secret.Find() is { } key ? [key] : [], cancellation).ConfigureAwait(false), null);
        }
        catch (Exception e) when (e is MediaException or IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    private async Task<VerifyFindings> FindAsync(ManifestReading manifest, MarkReading? marks, CancellationToken cancellation)
    {
        var watermark = marks is { Watermarks: [var first, ..] } ? first : null;
        return new()
        {
            Manifest = manifest.Result,
            ManifestUnreadable = manifest.Unreadable,
            ManifestIsSidecar = manifest.IsSidecar,
            ManifestJudgedAt = manifest.JudgedAt,
            SignedByUs = manifest.SignedByUs,
            BoundClip = manifest.Result?.SoftBindings.Select(ManifestOfClip.ClipOf).FirstOrDefault(c => c is not null),
            IsStillImage = manifest.Kind == FileKind.StillImage,
            Watermark = watermark,
            Aigc = marks?.Aigc ?? AigcReading.FromTags(new Dictionary<string, string>()),
            VisibleLabels = marks?.Labels ?? [],
            RegistryAsked = registry is not null,
            ByWatermark = registry is not null && watermark is { Valid: true, Payload: { } payload } ? await registry.FindByClipAsync(new(payload.Value), cancellation).ConfigureAwait(false) : null,
            ByManifest = manifest.Entry,
            Operator = operatorName,
            Sandboxed = media.IsSandboxed,
        };
    }
}
