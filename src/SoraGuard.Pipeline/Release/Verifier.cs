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
    public async Task<VerifyResult> VerifyAsync(string path, string name, CancellationToken cancellation) =>
        (await ReadAsync(path, name, cancellation).ConfigureAwait(false)).Result;

    /// <summary>As <see cref="VerifyAsync"/>, with what the verdict rests on; null when the file cannot be read.</summary>
    internal async Task<(VerifyFindings? Found, VerifyResult Result)> ReadAsync(string path, string name, CancellationToken cancellation)
    {
        var key = secret.Find();
        MarkReading? marks = null;
        string? undecodable = null;
        try
        {
            marks = await new MarkReader(media).ReadAsync(path, key is null ? [] : [key], cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MediaException or IOException or UnauthorizedAccessException)
        {
            undecodable = e.Message;
        }
        var found = await FindAsync(path, marks, cancellation).ConfigureAwait(false);
        // What cannot be decoded may still carry a manifest that says what it was, and that it was changed.
        return undecodable is not null && found.Manifest?.ActiveManifest is null
            ? (null, new() { File = name, Verdict = VerifyVerdict.Unreadable, Limits = [undecodable] })
            : (found, VerdictRule.Decide(name, found, EvidenceOf.All(found), LimitsOf.All(found, undecodable)));
    }

    private async Task<VerifyFindings> FindAsync(string path, MarkReading? marks, CancellationToken cancellation)
    {
        var manifest = await new ManifestReader(trust, registry, time).ReadAsync(path, cancellation).ConfigureAwait(false);
        var watermark = marks is { Watermarks: [var first, ..] } ? first : null;
        return new()
        {
            Manifest = manifest.Result,
            ManifestUnreadable = manifest.Unreadable,
            ManifestJudgedAt = manifest.JudgedAt,
            SignedByUs = manifest.SignedByUs,
            BoundClip = manifest.Result?.SoftBindings.Select(ManifestOfClip.ClipOf).FirstOrDefault(c => c is not null),
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
