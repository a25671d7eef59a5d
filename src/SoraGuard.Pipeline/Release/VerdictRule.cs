using SoraGuard.C2pa.Assertions;
using SoraGuard.Media.Labels;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Release;

/// <summary>
/// From findings to a verdict; a pure function. The ladder: a trusted manifest, our watermark, a manifest whose signer is not proven, the metadata label.
/// Whose it is and whether it is intact are two questions. A broken manifest is not believed, but its being broken is said. Marks that name different
/// clips, or say that a clip of a model's was captured, contradict each other.
/// </summary>
public static class VerdictRule
{
    /// <summary>What is concluded.</summary>
    public static VerifyResult Decide(string file, VerifyFindings found, IReadOnlyList<Evidence> evidence, IReadOnlyList<string> limits)
    {
        var (standing, problems, marked) = (ManifestStandings.Of(found), Problems(found), MarkedClip(found));
        var by = ByOf(found, standing);
        return new()
        {
            File = file,
            Verdict = VerdictOf(found, standing),
            By = by,
            ClaimedBy = [.. Claimants(found, standing).OfType<string>().Where(name => name != by).Distinct()],
            Ours = IsOurs(found),
            Intact = problems.Count > 0 ? false : standing == ManifestStanding.Trusted && (found.SignedByUs || found.Watermark is not { Found: true }) ? true : null,
            Evidence = evidence,
            Limits = limits,
            Problems = problems,
            Clip = marked ?? (found.SignedByUs ? found.BoundClip : null),
        };
    }

    private static bool IsOurs(VerifyFindings found)
    {
        var released = (RegistryEntry? entry) => !found.RegistryAsked || entry is not null;
        return !NamesTwoClips(found) && ((MarkedClip(found) is not null && released(found.ByWatermark)) || (found.SignedByUs && released(found.ByManifest)));
    }

    private static VerifyVerdict VerdictOf(VerifyFindings found, ManifestStanding standing)
    {
        if (standing == ManifestStanding.Trusted && SaidBy(found) is { } proven) return proven;
        if (found.Watermark is { Found: true }) return VerifyVerdict.AiGenerated;
        if (standing == ManifestStanding.Claimed && SaidBy(found) is { } claimed) return claimed;
        // "3" is a platform's suspicion, not a statement of whoever made it.
        return found.Aigc.Record is { Label: AigcLabel.Is or AigcLabel.MayBe } ? VerifyVerdict.AiGenerated : VerifyVerdict.NoEvidence;
    }

    private static VerifyVerdict? SaidBy(VerifyFindings found)
    {
        var sources = found.Manifest?.DigitalSourceTypes ?? [];
        if (sources.Contains(DigitalSourceTypes.TrainedAlgorithmicMedia)) return VerifyVerdict.AiGenerated;
        return sources.Contains(DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia) ? VerifyVerdict.AiEdited : null;
    }

    /// <summary>Only who proves it: us, by a mark that only we can make, or a trusted signer.</summary>
    private static string? ByOf(VerifyFindings found, ManifestStanding standing) =>
        MarkedClip(found) is not null ? found.Operator : standing == ManifestStanding.Trusted ? found.Manifest?.Issuer : null;

    private static IEnumerable<string?> Claimants(VerifyFindings found, ManifestStanding standing) =>
        [standing is ManifestStanding.Claimed or ManifestStanding.Trusted && !found.SignedByUs ? found.Manifest?.Issuer : null, found.Aigc.Record?.ContentProducer];

    private static ClipId? MarkedClip(VerifyFindings found) => found.Watermark is { Valid: true, Payload: { } payload } ? new(payload.Value) : null;

    private static bool NamesTwoClips(VerifyFindings found) => found is { SignedByUs: true, BoundClip: { } bound } && MarkedClip(found) is { } marked && bound != marked;

    private static List<string> Problems(VerifyFindings found)
    {
        var problems = new List<string>();
        if (found.ManifestUnreadable is { } why) problems.Add($"the manifest store is malformed: {why}");
        else if (ManifestStandings.Of(found) == ManifestStanding.Broken) problems.Add($"the manifest does not hold: {string.Join(", ", found.Manifest!.Failures.Select(f => f.Code).Distinct())}"); // readable, so there is one
        else if (CaptureClaim(found) is { } captured) problems.Add($"the manifest says {captured}, which the {(found.Watermark is { Found: true } ? "watermark" : "metadata label")} of a model's work contradicts");
        var marked = MarkedClip(found);
        if (NamesTwoClips(found)) problems.Add($"the manifest is that of clip {found.BoundClip}, the watermark that of clip {marked}");
        if (marked is { } mark && found.Aigc.Record is { } label && label.ContentProducer == found.Operator && label.ProduceId != mark.ToString())
            problems.Add($"the metadata label names clip {label.ProduceId}, the watermark clip {mark}");
        if (found.Aigc is { Found: true, Record: null }) problems.Add($"the metadata label breaks its rules: {string.Join(" ", found.Aigc.Problems)}");
        return problems;
    }

    /// <summary>The term by which a manifest denies that a model took part, beside a mark that says so; null when there is no such contradiction.</summary>
    private static string? CaptureClaim(VerifyFindings found) =>
        SaidBy(found) is null && (found.Watermark is { Found: true } || found.Aigc.Record is { Label: AigcLabel.Is })
            ? found.Manifest?.DigitalSourceTypes.Select(CaptureTypes.TermOf).FirstOrDefault(term => term is not null)
            : null;
}
