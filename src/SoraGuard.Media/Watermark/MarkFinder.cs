namespace SoraGuard.Media.Watermark;

internal sealed record MarkFinding(
    SyncPeak Peak, WatermarkId? Payload, double? RawBitErrorRate, bool Found, double FalsePositiveBound, double LowestScale, double HighestScale);

/// <summary>
/// The order in which places are tried, and the account of what chance could have done. Payloads are read at most three times: each
/// attempt costs 2⁻³² of false-positive probability.
/// </summary>
internal sealed class MarkFinder(SyncSearch search, WatermarkKey key)
{
    private const double LowestScale = 0.45;
    private const double HighestScale = 1.35;

    /// <summary>Relative step of the scale grid: half a step off moves the picture's far corners by half a canonical unit.</summary>
    private const double ScaleStep = 0.004;

    private const int RefinementRounds = 3;
    private const int CandidatesDecoded = 2;
    private const double MacGuess = 1.0 / (1L << 32);

    public int DecodeAttempts { get; private set; }

    public MarkFinding Find(CancellationToken cancellationToken)
    {
        var (upright, mirrored) = (search.FullFrame(flipped: false), search.FullFrame(flipped: true));
        var fullFrame = upright.Z >= mirrored.Z ? upright : mirrored;
        var decoded = Decode(fullFrame);
        if (decoded.Authentic)
            return Account(fullFrame, decoded, 1, 1);

        var best = fullFrame;
        foreach (var candidate in Candidates(cancellationToken))
        {
            var refined = Refine(candidate);
            decoded = Decode(refined);
            if (decoded.Authentic)
                return Account(refined, decoded, LowestScale, HighestScale);
            if (refined.Z > best.Z)
                best = refined;
        }

        return Account(best, decoded: null, LowestScale, HighestScale);
    }

    private DecodedMark Decode(SyncPeak peak)
    {
        DecodeAttempts++;
        return MarkDecoder.Decode(search.Spectrum(peak.Scale, peak.Flipped), key, peak.OffsetX, peak.OffsetY);
    }

    private List<SyncPeak> Candidates(CancellationToken cancellationToken)
    {
        var peaks = new List<SyncPeak>();
        for (var scale = LowestScale; scale <= HighestScale; scale *= 1 + ScaleStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (upright, flipped) = search.AtScale(scale);
            peaks.Add(upright);
            peaks.Add(flipped);
        }

        var best = peaks.MaxBy(p => p.Z);
        // Neighbours of the best on the scale grid are the same place seen less well.
        var other = peaks.Where(p => p.Flipped != best.Flipped || Math.Abs(p.Scale / best.Scale - 1) > 3 * ScaleStep).MaxBy(p => p.Z);
        return [.. new[] { best, other }.Take(CandidatesDecoded)];
    }

    private SyncPeak Refine(SyncPeak peak)
    {
        var step = ScaleStep / 2;
        for (var round = 0; round < RefinementRounds; round++, step /= 2)
            foreach (var scale in new[] { peak.Scale * (1 - step), peak.Scale * (1 + step) })
            {
                var (upright, flipped) = search.AtScale(scale);
                var there = peak.Flipped ? flipped : upright;
                if (there.Z > peak.Z)
                    peak = there;
            }

        return peak;
    }

    // Sync pattern and payload code hang on independent keys, so the chances of reaching z and of guessing the code multiply.
    private MarkFinding Account(SyncPeak peak, DecodedMark? decoded, double lowest, double highest)
    {
        var bySync = Math.Min(1, search.Hypotheses * Math.Exp(-peak.Z * Math.Max(peak.Z, 0) / 2));
        var bound = decoded is null ? bySync : bySync * DecodeAttempts * MacGuess;
        var found = decoded is not null || bound <= WatermarkDetector.AcceptedFalsePositives;
        return new MarkFinding(peak, decoded?.Id, decoded?.RawBitErrorRate, found, bound, lowest, highest);
    }
}
