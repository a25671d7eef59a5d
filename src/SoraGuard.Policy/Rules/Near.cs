using SoraGuard.Policy.Terms;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Rules;

/// <summary>
/// In one sentence stands a hit of each part, all of them within a distance, and none of what excuses it. Time is linear in the
/// number of hits: a window over all hits in order, whose left edge follows as far as the distance asks.
/// </summary>
/// <param name="parts">Sources of each part.</param>
/// <param name="unless">Sources of which a hit in the same sentence excuses it.</param>
/// <param name="within">Most words between the first token of the first hit and that of the last; null = anywhere in the sentence.</param>
internal sealed class Near(IReadOnlyList<IReadOnlyList<int>> parts, IReadOnlyList<int> unless, int? within) : Condition
{
    private const int HalfWordsPerWord = 2;

    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown)
    {
        var hits = new List<(TokenRange Range, int Part)>();
        for (var part = 0; part < parts.Count; part++)
        {
            var found = context.HitsOf(parts[part]);
            if (found.Count == 0)
                return null;
            hits.AddRange(found.Select(range => (range, part)));
        }
        hits.Sort(static (left, right) => left.Range.First != right.Range.First ? left.Range.First.CompareTo(right.Range.First) : left.Part.CompareTo(right.Part));
        var excused = unless.Count == 0 ? [] : context.HitsOf(unless).Select(hit => context.Text.Tokens[hit.First].Sentence).ToHashSet();
        var spans = Search(context.Text, hits, excused);
        return spans.Count == 0 ? null : new Finding(spans);
    }

    private List<TextSpan> Search(TokenizedText text, List<(TokenRange Range, int Part)> hits, HashSet<int> excused)
    {
        var spans = new List<TextSpan>();
        var held = new int[parts.Count];
        int missing = parts.Count, left = 0, given = 0;
        for (var right = 0; right < hits.Count && spans.Count < RuleHit.MaxSpans; right++)
        {
            missing -= held[hits[right].Part]++ == 0 ? 1 : 0;
            for (; left < right && IsApart(text, hits[left].Range, hits[right].Range); left++)
                missing += --held[hits[left].Part] == 0 ? 1 : 0;
            if (missing > 0 || excused.Contains(text.Tokens[hits[right].Range.First].Sentence))
                continue;
            for (given = Math.Max(given, left); given <= right; given++)
                spans.Add(text.OriginOf(hits[given].Range.First, hits[given].Range.End));
        }
        return spans;
    }

    private bool IsApart(TokenizedText text, TokenRange first, TokenRange last)
    {
        Token start = text.Tokens[first.First], end = text.Tokens[last.First];
        return start.Sentence != end.Sentence || (within is { } words && end.Position - start.Position > words * HalfWordsPerWord);
    }
}
