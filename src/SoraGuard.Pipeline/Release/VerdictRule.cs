using SoraGuard.C2pa.Assertions;
using SoraGuard.Media.Labels;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Release;

/// <summary>
/// From findings to a verdict; a pure function. The ladder: a valid manifest, then our watermark, then the metadata label. A broken manifest is
/// not believed, but its being broken is said. Marks that name different clips contradict each other.
/// </summary>
public static class VerdictRule
{
    /// <summary>What is concluded.</summary>
    public static VerifyResult Decide(string file, VerifyFindings found, IReadOnlyList<Evidence> evidence, IReadOnlyList<string> limits)
    {
        var problems = Problems(found);
        var believed = found.Manifest is { IsValid: true } ? found.Manifest : null;
        var marked = found.Watermark is { Valid: true };
        return new()
        {
            File = file,
            Verdict = VerdictOf(found, believed?.DigitalSourceTypes ?? []),
            By = ByOf(found, believed?.Issuer),
            Ours = problems.Count == 0 && ((believed is not null && found.SignedByUs) || (marked && (!found.RegistryAsked || found.ByWatermark is not null))),
            Intact = problems.Count > 0 ? false : believed is not null ? true : null,
            Evidence = evidence,
            Limits = limits,
            Problems = problems,
            Clip = marked && found.Watermark!.Payload is { } payload ? new ClipId(payload.Value) : believed is null ? null : found.BoundClip,
        };
    }

    private static VerifyVerdict VerdictOf(VerifyFindings found, IReadOnlyList<string> sources)
    {
        if (sources.Contains(DigitalSourceTypes.TrainedAlgorithmicMedia)) return VerifyVerdict.AiGenerated;
        if (sources.Contains(DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia)) return VerifyVerdict.AiEdited;
        if (found.Watermark is { Found: true }) return VerifyVerdict.AiGenerated;
        // "3" is a platform's suspicion, not a statement of whoever made it.
        return found.Aigc.Record is { Label: AigcLabel.Is or AigcLabel.MayBe } ? VerifyVerdict.AiGenerated : VerifyVerdict.NoEvidence;
    }

    private static string? ByOf(VerifyFindings found, string? issuer) =>
        issuer ?? (found.Watermark is { Valid: true } ? found.Operator : null) ?? found.Aigc.Record?.ContentProducer;

    private static List<string> Problems(VerifyFindings found)
    {
        var problems = new List<string>();
        if (found.ManifestUnreadable is { } why) problems.Add($"the manifest store is malformed: {why}");
        if (found.Manifest is { IsValid: false } broken && broken.Failures.Any()) problems.Add($"the manifest does not hold: {string.Join(", ", broken.Failures.Select(f => f.Code).Distinct())}");
        var marked = found.Watermark is { Valid: true, Payload: { } payload } ? new ClipId(payload.Value) : (ClipId?)null;
        if (found.Manifest is { IsValid: true } && found.SignedByUs && found.BoundClip is { } bound && marked is { } seen && bound != seen)
            problems.Add($"the manifest is that of clip {bound}, the watermark that of clip {seen}");
        if (marked is { } mark && found.Aigc.Record is { } label && label.ContentProducer == found.Operator && label.ProduceId != mark.ToString())
            problems.Add($"the metadata label names clip {label.ProduceId}, the watermark clip {mark}");
        if (found.Aigc is { Found: true, Record: null }) problems.Add($"the metadata label breaks its rules: {string.Join(" ", found.Aigc.Problems)}");
        return problems;
    }
}
