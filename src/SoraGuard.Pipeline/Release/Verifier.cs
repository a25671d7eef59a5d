using SoraGuard.C2pa;
using SoraGuard.C2pa.Validation;
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
            : (found, VerdictRule.Decide(name, found, EvidenceOf.All(found), Limits(found, undecodable)));
    }

    private async Task<VerifyFindings> FindAsync(string path, MarkReading? marks, CancellationToken cancellation)
    {
        var (manifest, unreadable) = ReadManifest(path, cancellation);
        var watermark = marks is { Watermarks: [var first, ..] } ? first : null;
        return new()
        {
            Manifest = manifest,
            ManifestUnreadable = unreadable,
            SignedByUs = manifest is { State: ValidationState.Trusted } && IsOwnSignature(path, cancellation),
            BoundClip = manifest?.SoftBindings.Select(ManifestOfClip.ClipOf).FirstOrDefault(c => c is not null),
            Watermark = watermark,
            Aigc = marks?.Aigc ?? AigcReading.FromTags(new Dictionary<string, string>()),
            VisibleLabels = marks?.Labels ?? [],
            RegistryAsked = registry is not null,
            ByWatermark = registry is not null && watermark?.Payload is { } payload ? await registry.FindByClipAsync(new(payload.Value), cancellation).ConfigureAwait(false) : null,
            ByManifest = registry is not null && manifest?.ActiveManifest is { } label ? await registry.FindByManifestAsync(label, cancellation).ConfigureAwait(false) : null,
            Operator = operatorName,
            Sandboxed = media.IsSandboxed,
        };
    }

    private (ValidationResult? Manifest, string? Unreadable) ReadManifest(string path, CancellationToken cancellation)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (!ManifestScan.IsBmff(file)) return (null, null);
            return ReadManifest(file, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, null); // the decoders have said so
        }
    }

    private (ValidationResult? Manifest, string? Unreadable) ReadManifest(FileStream file, CancellationToken cancellation)
    {
        try
        {
            return (C2paValidator.Validate(file, new() { Time = time.GetUtcNow(), Trust = trust.Anchors, TimeStampTrust = trust.Anchors }, cancellation), null);
        }
        catch (C2paFormatException e)
        {
            // A decoder may forgive what our walker does not; it matters when a manifest store is in there.
            return (null, ManifestScan.HoldsStore(file, cancellation) ? e.Message : null);
        }
    }

    /// <summary>Trusted through our own root, and not through another anchor.</summary>
    private bool IsOwnSignature(string path, CancellationToken cancellation)
    {
        using var file = File.OpenRead(path);
        return C2paValidator.Validate(file, new() { Time = time.GetUtcNow(), Trust = trust.OwnRoot }, cancellation).State == ValidationState.Trusted;
    }

    private static List<string> Limits(VerifyFindings found, string? undecodable)
    {
        var limits = new List<string>
        {
            "fingerprint: not part of this version; a watermark can be copied onto other content, and the content was not compared with the released clip",
            "forensic: no detector of unmarked AI content is part of this version; a file without evidence is not thereby real",
            "misleading: what the clip says was not judged",
        };
        if (undecodable is not null) limits.Add($"watermark, metadata-label: the frames cannot be decoded: {undecodable}");
        if (found.Manifest is null && found.ManifestUnreadable is null) limits.Add("c2pa: manifests are read in MP4 and MOV files only; this file's were not looked for");
        if (found.Manifest is { HasUntrustedTimeStamp: true }) limits.Add("c2pa: no trust anchor vouches for the signature's time-stamp; certificates were judged as of now");
        if (undecodable is null && found.Watermark is null) limits.Add("watermark: this service has no key of its own yet, so no mark was looked for");
        if (found.Watermark is { Found: false, Searched: var s })
            limits.Add(FormattableString.Invariant($"watermark: looked for in {s.Frames} frames at scales {s.LowestScale:0.##} to {s.HighestScale:0.##}, mirrored or not; not rotated"));
        if (!found.RegistryAsked) limits.Add("registry: no database of released clips is at hand");
        if (!found.Sandboxed) limits.Add("sandbox: user namespaces are not allowed here; the decoder ran under resource limits only");
        return limits;
    }
}
