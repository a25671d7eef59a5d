using SoraGuard.C2pa.Validation;

namespace SoraGuard.Pipeline.Release;

/// <summary>What was not checked, or not proven, and why.</summary>
internal static class LimitsOf
{
    public static List<string> All(VerifyFindings found, string? undecodable)
    {
        List<string> limits =
        [
            "fingerprint: not compared by this version; a watermark can be copied onto other content, and the content was not held against the released clip",
            "forensic: no detector of unmarked AI content is part of this version; a file without evidence is not thereby real",
            "misleading: what the clip says was not judged",
            .. OfManifest(found),
        ];
        if (found.IsStillImage)
            limits.Add("watermark, metadata-label, visible label: those of this service are of videos; in a still image only the manifest is read");
        else if (undecodable is not null) limits.Add($"watermark, metadata-label: the frames cannot be decoded: {undecodable}");
        else if (found.Watermark is null) limits.Add("watermark: this service has no key of its own yet, so no mark was looked for");
        if (found.Watermark is { Found: false, Searched: var s })
            limits.Add(FormattableString.Invariant($"watermark: looked for in {s.Frames} frames at scales {s.LowestScale:0.##} to {s.HighestScale:0.##}, mirrored or not; not rotated"));
        limits.AddRange(OfRegistry(found));
        if (!found.Sandboxed && !found.IsStillImage) limits.Add("sandbox: user namespaces are not allowed here; the decoder ran under resource limits only");
        return limits;
    }

    private static IEnumerable<string> OfManifest(VerifyFindings found)
    {
        if (found.ManifestUnreadable is not null) yield break;
        if (found.Manifest is not { } m)
        {
            yield return "c2pa: manifests are read in MP4, MOV, HEIC, AVIF, JPEG and PNG files and beside a file (--sidecar); this file is none that can be walked, and holds no C2PA box";
            yield break;
        }
        var standing = ManifestStandings.Of(found);
        if (found.ManifestIsSidecar) yield return "c2pa: the manifest is that of the sidecar given; a manifest store inside the file was not looked at";
        if (m.ManifestAddress is { } address) yield return $"c2pa: the manifest is not in the file but at {address}, which was not asked";
        if (m.HasUntrustedTimeStamp) yield return "c2pa: no trust anchor vouches for the signature's time-stamp; certificates were judged as of now";
        if (found.ManifestJudgedAt is { } at)
            yield return FormattableString.Invariant($"c2pa: a certificate has expired since; the registry knows these very bytes, released by this service on {at:yyyy-MM-dd}, so the signature was judged as of then");
        else if (ManifestStandings.LacksOnlyFragments(m))
            yield return "c2pa: this is an initialization segment, and as it was signed; its fragments are not at hand, so nothing is known of the media: give them to 'c2pa validate FILE --fragments'";
        else if (standing == ManifestStanding.Claimed)
            yield return $"c2pa: intact since {Signer(m)} signed, but that signer is not proven: {WhyUnproven(m)}";
        if (standing is ManifestStanding.Claimed or ManifestStanding.Trusted && !found.SignedByUs && m.Issuer != found.Operator && found.Watermark is { Valid: true })
            yield return $"intact: the watermark is that of {found.Operator}, the manifest over these bytes that of {Signer(m)}; what was changed before {Signer(m)} signed is not known";
    }

    private static string WhyUnproven(ValidationResult manifest) => manifest.State switch
    {
        ValidationState.WellFormed => "the signature is of an algorithm that is not verified here",
        ValidationState.Valid => "no trust anchor vouches for the signer, or for that of an ingredient",
        _ => "a certificate is outside its validity (expired), and no trusted time-stamp shows that it was signed in time",
    };

    private static IEnumerable<string> OfRegistry(VerifyFindings found)
    {
        if (!found.RegistryAsked)
        {
            yield return "registry: no database of released clips is at hand";
            yield break;
        }
        if (found.Watermark is { Valid: true } && found.ByWatermark is null) yield return "registry: the watermark was made with this service's key, but names no clip that it released";
        if (found.SignedByUs && found.ByManifest is null) yield return "registry: the manifest was signed by this service, but belongs to no clip that it released";
    }

    private static string Signer(ValidationResult manifest) => manifest.Issuer ?? "an unnamed signer";
}
