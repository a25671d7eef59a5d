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
/// <param name="inOrder">The parts follow one another as they are listed.</param>
internal sealed class Near(IReadOnlyList<IReadOnlyList<int>> parts, IReadOnlyList<int> unless, int? within, bool inOrder) : Condition
{
    private const int HalfWordsPerWord = 2;

    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown)
    {
        var hits = new List<PartHit>();
        for (var part = 0; part < parts.Count; part++)
        {
            var found = context.HitsOf(parts[part]);
            if (found.Count == 0)
                return null;
            foreach (var range in found)
                hits.Add(new PartHit(range, part));
        }
        hits.Sort(static (left, right) => left.Range.First != right.Range.First ? left.Range.First.CompareTo(right.Range.First) : left.Part.CompareTo(right.Part));
        var excused = unless.Count == 0 ? [] : context.HitsOf(unless).Select(hit => context.Text.Tokens[hit.First].Sentence).ToHashSet();
        hits.RemoveAll(hit => excused.Contains(context.Text.Tokens[hit.Range.First].Sentence));
        var spans = inOrder ? FindInOrder(context.Text, hits) : Find(context.Text, hits);
        return spans.Count == 0 ? null : new Finding(spans);
    }

    private List<TextSpan> Find(TokenizedText text, List<PartHit> hits)
    {
        var spans = new List<TextSpan>();
        var held = new int[parts.Count];
        int missing = parts.Count, left = 0, given = 0;
        for (var right = 0; right < hits.Count; right++)
        {
            missing -= held[hits[right].Part]++ == 0 ? 1 : 0;
            for (; left < right && IsApart(text, hits[left].Range, hits[right].Range); left++)
                missing += --held[hits[left].Part] == 0 ? 1 : 0;
            if (missing > 0)
                continue;
            for (given = Math.Max(given, left); given <= right; given++)
                spans.Add(hits[given].Range.OriginIn(text));
        }
        return spans;
    }

    /// <summary>For each part the chain of hits that ends in it and begins as late as can be: the shortest one.</summary>
    private List<TextSpan> FindInOrder(TokenizedText text, List<PartHit> hits)
    {
        var spans = new List<TextSpan>();
        var chains = new TokenRange[]?[parts.Count];
        foreach (var (range, part) in hits)
        {
            if (part == 0)
                chains[0] = [range];
            else if (chains[part - 1] is { } before && before[^1].End <= range.First && !IsApart(text, before[0], range))
                chains[part] = [.. before, range];
            else
                continue;
            if (part == parts.Count - 1)
                spans.AddRange(chains[part]!.Select(hit => hit.OriginIn(text)));
        }
        return spans;
    }

    private bool IsApart(TokenizedText text, TokenRange first, TokenRange last)
    {
        Token start = text.Tokens[first.First], end = text.Tokens[last.First];
        return start.Sentence != end.Sentence || (within is { } words && end.Position - start.Position > words * HalfWordsPerWord);
    }

    private readonly record struct PartHit(TokenRange Range, int Part);
}
