namespace SoraGuard.Policy.Rules;

/// <summary>What made a condition hold: pieces of the prompt, and a window where there was one.</summary>
internal sealed record Finding(IReadOnlyList<TextSpan> Spans, ElectionWindow? Window = null)
{
    public static Finding Bare { get; } = new([]);

    public Finding And(Finding other) => new([.. Spans, .. other.Spans], Window ?? other.Window);

    /// <summary>In order, overlapping and touching spans as one.</summary>
    public static IReadOnlyList<TextSpan> Merge(IReadOnlyList<TextSpan> spans)
    {
        var merged = new List<TextSpan>();
        foreach (var span in spans.OrderBy(span => span.Start).ThenBy(span => span.Length))
            if (merged.Count > 0 && span.Start <= merged[^1].End)
                merged[^1] = new TextSpan(merged[^1].Start, Math.Max(merged[^1].End, span.End) - merged[^1].Start);
            else
                merged.Add(span);
        return merged;
    }
}
