using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>The terms of all sources: which source each belongs to and when it holds.</summary>
internal sealed class TermTable
{
    private readonly List<(int Source, DateOnly? From, DateOnly? Through)> _terms = [];
    private readonly List<TermSource> _sources = [];

    public Lexicon Lexicon { get; } = new();

    public IReadOnlyList<TermSource> Sources => _sources;

    public int AddSource(TermSource source)
    {
        _sources.Add(source);
        return _sources.Count - 1;
    }

    /// <returns>What is wrong with the term, null when it was added.</returns>
    public string? Add(string term, int source, DateOnly? from = null, DateOnly? through = null)
    {
        var problem = Lexicon.Add(term, _terms.Count);
        if (problem is null)
            _terms.Add((source, from, through));
        return problem;
    }

    /// <returns>For each source where its terms stand in the text, in order; terms that do not hold at the time are left out.</returns>
    public IReadOnlyList<TokenRange>[] Find(TokenizedText text, PolicyTime time)
    {
        var found = new List<TokenRange>[_sources.Count];
        var (earliest, latest) = time.LocalDates(UtcOffsets.Utc);
        foreach (var hit in Lexicon.Match(text))
        {
            var (source, from, through) = _terms[hit.Term];
            if (latest < from || earliest > through)
                continue;
            var range = new TokenRange(hit.First, hit.End);
            found[source] ??= [];
            if (found[source].Count == 0 || found[source][^1] != range)
                found[source].Add(range);
        }
        var ranges = new IReadOnlyList<TokenRange>[_sources.Count];
        for (var source = 0; source < ranges.Length; source++)
            ranges[source] = WithoutExceptions(found[source], _sources[source].Exceptions is { } exceptions ? found[exceptions] : null);
        return ranges;
    }

    private static List<TokenRange> WithoutExceptions(List<TokenRange>? ranges, List<TokenRange>? exceptions)
    {
        if (ranges is null)
            return [];
        if (exceptions is null)
            return ranges;
        // Both lists are in order of their first token, so only exceptions that began at or before a hit can hold it.
        var kept = new List<TokenRange>(ranges.Count);
        var furthest = new TokenRange(0, 0);
        var next = 0;
        foreach (var range in ranges)
        {
            for (; next < exceptions.Count && exceptions[next].First <= range.First; next++)
                if (exceptions[next].End > furthest.End)
                    furthest = exceptions[next];
            if (range.End > furthest.End)
                kept.Add(range);
        }
        return kept;
    }
}
