using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Release;

/// <summary>Findings as evidence: one entry for each kind that was looked for, found or not.</summary>
internal static class EvidenceOf
{
    public static IReadOnlyList<Evidence> All(VerifyFindings found) => [Manifest(found), Watermark(found), MetadataLabel(found)];

    private static Evidence Manifest(VerifyFindings found)
    {
        if (found.Manifest is not { } m)
            return new(EvidenceKind.C2pa, found.ManifestUnreadable is not null, found.ManifestUnreadable is null ? null : false,
                new Dictionary<string, object?> { ["state"] = "None", ["error"] = found.ManifestUnreadable }, []);
        var present = m.ManifestAddress is null && (m.ActiveManifest is not null || m.Failures.Any());
        return new(EvidenceKind.C2pa, present, present ? m.State == C2pa.Validation.ValidationState.Trusted : null, new Dictionary<string, object?>
        {
            ["state"] = m.State.ToString(),
            ["summary"] = m.Summary,
            ["manifest"] = m.ActiveManifest,
            ["claimGenerator"] = m.ClaimGenerator,
            ["issuer"] = m.Issuer,
            ["digitalSourceTypes"] = m.DigitalSourceTypes,
            ["failures"] = m.Failures.Select(f => f.Code).Distinct().ToArray(),
            ["timeStamp"] = m.SigningTime,
            ["judgedAt"] = found.ManifestJudgedAt,
            ["signedByUs"] = found.SignedByUs,
            ["registered"] = found.RegistryAsked ? found.ByManifest is not null : null,
        }, []);
    }

    private static Evidence Watermark(VerifyFindings found)
    {
        if (found.Watermark is not { } w) return new(EvidenceKind.Watermark, false, null, new Dictionary<string, object?>(), []);
        return new(EvidenceKind.Watermark, w.Found, w.Found ? w.Valid : null, new Dictionary<string, object?>
        {
            ["payload"] = w.Payload?.ToString(),
            ["valid"] = w.Valid,
            ["z"] = Math.Round(w.Z, 2),
            ["rawBitErrorRate"] = w.RawBitErrorRate,
            ["falsePositiveBound"] = w.FalsePositiveBound,
            ["scale"] = w.Geometry?.Scale,
            ["mirrored"] = w.Geometry?.Flipped,
            ["registered"] = Registered(found, found.ByWatermark),
        }, [.. w.Spans.Select(s => new[] { Math.Round(s.StartSeconds, 2), Math.Round(s.EndSeconds, 2) })]);
    }

    private static Evidence MetadataLabel(VerifyFindings found) =>
        // Anybody can write or remove it, so it is never trusted by itself.
        new(EvidenceKind.MetadataLabel, found.Aigc.Found, found.Aigc.Found ? false : null, new Dictionary<string, object?>
        {
            ["label"] = found.Aigc.Record is { } r ? (int)r.Label : null,
            ["contentProducer"] = found.Aigc.Record?.ContentProducer,
            ["produceId"] = found.Aigc.Record?.ProduceId,
            ["problems"] = found.Aigc.Problems,
            ["visibleLabel"] = found.VisibleLabels.Where(l => l.Present).Select(l => $"{l.Profile} {l.Origin}".ToLowerInvariant()).FirstOrDefault(),
        }, []);

    private static object? Registered(VerifyFindings found, RegistryEntry? entry) => found.RegistryAsked ? entry is not null : null;
}
