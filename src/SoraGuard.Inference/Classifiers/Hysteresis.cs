namespace SoraGuard.Inference.Classifiers;

/// <summary>Spans of frames that a score marks: a span reaches <c>start</c> somewhere and <c>end</c> everywhere.</summary>
internal static class Hysteresis
{
    /// <summary>A run of frames, the last one included, and its highest score.</summary>
    public readonly record struct Span(int First, int Last, double Peak);

    /// <param name="scores">Of each frame.</param>
    /// <param name="start">At least <paramref name="end"/>.</param>
    /// <param name="end">The score below which a span is over.</param>
    public static IEnumerable<Span> Spans(IReadOnlyList<double> scores, double start, double end)
    {
        for (var first = 0; first < scores.Count; first++)
        {
            if (scores[first] < end) continue;
            var (last, peak) = (first, scores[first]);
            while (last + 1 < scores.Count && scores[last + 1] >= end) peak = Math.Max(peak, scores[++last]);
            if (peak >= start) yield return new(first, last, peak);
            first = last;
        }
    }
}
