namespace SoraGuard.Media.Fingerprints;

/// <summary>How much of two clips is the same.</summary>
/// <param name="QueryPercent">Percentage of the query's frames that are found in the compared clip; 0 where either has none.</param>
/// <param name="ComparedPercent">Percentage of the compared clip's frames that are found in the query.</param>
/// <param name="StartSeconds">Where in the compared clip the first frame lies that was found; null where none was.</param>
/// <param name="EndSeconds">Where the last lies.</param>
/// <param name="ContainsCompared">The compared clip as a whole is in the query: vPDQ's match.</param>
/// <param name="IsPart">The query as a whole is in the compared clip, of which it may be a piece.</param>
public sealed record FingerprintMatch(
    double QueryPercent, double ComparedPercent, double? StartSeconds, double? EndSeconds, bool ContainsCompared, bool IsPart)
{
    /// <summary>Whether one is the other or a piece of it.</summary>
    public bool Agrees => ContainsCompared || IsPart;

    /// <summary>Compares two clips, each frame of one with all of the other.</summary>
    public static FingerprintMatch Of(ClipFingerprint query, ClipFingerprint compared, MatchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(compared);
        var limits = options ?? MatchOptions.Default;
        var (asking, answering) = (Usable(query, limits), Usable(compared, limits));
        if (asking.Count == 0 || answering.Count == 0)
            return new(0, 0, null, null, false, false);
        var found = answering.Where(frame => IsIn(frame, asking, limits)).ToList();
        var queryPercent = 100.0 * asking.Count(frame => IsIn(frame, answering, limits)) / asking.Count;
        var comparedPercent = 100.0 * found.Count / answering.Count;
        return new(queryPercent, comparedPercent, found.Count > 0 ? found[0].Seconds : null, found.Count > 0 ? found[^1].Seconds : null,
            comparedPercent >= limits.LeastComparedPercent, queryPercent >= limits.LeastQueryPercent);
    }

    private static bool IsIn(KeyFrame frame, List<KeyFrame> others, MatchOptions limits) => others.Exists(other => frame.DistanceTo(other) <= limits.MaxDistance);

    private static List<KeyFrame> Usable(ClipFingerprint clip, MatchOptions limits) => [.. clip.KeyFrames
        .Where(frame => frame.Whole.Quality >= limits.LowestQuality)
        .Select(frame => frame with { Hashes = [.. frame.Hashes.Where(part => part.Quality >= limits.LowestQuality)] })];
}
