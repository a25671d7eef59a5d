using SoraGuard.Policy.Languages;
using SoraGuard.Policy.Terms;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Rules;

/// <summary>One request, read once for all rules.</summary>
internal sealed class EvaluationContext
{
    private readonly IReadOnlyList<TokenRange>[] _hits;
    private readonly Lazy<IReadOnlyList<TextSpan>> _uncovered;

    public EvaluationContext(TokenizedText text, PolicySignals signals, Region? region, string tier, PolicyTime time, TermTable terms)
    {
        Text = text;
        Signals = signals;
        Region = region;
        Tier = tier;
        Time = time;
        _hits = terms.Find(text, time);
        _uncovered = new(() => LanguageCoverage.FindUncovered(text, terms.Lexicon.Vocabulary));
    }

    public TokenizedText Text { get; }

    public PolicySignals Signals { get; }

    public Region? Region { get; }

    public string Tier { get; }

    public PolicyTime Time { get; }

    /// <summary>Sentences in a language that the terms do not cover.</summary>
    public IReadOnlyList<TextSpan> Uncovered => _uncovered.Value;

    public IReadOnlyList<TokenRange> HitsOf(int source) => _hits[source];

    /// <summary>Hits of several sources together, in order of first token.</summary>
    public IReadOnlyList<TokenRange> HitsOf(IReadOnlyList<int> sources)
    {
        if (sources.Count == 1)
            return _hits[sources[0]];
        var hits = new List<TokenRange>();
        foreach (var source in sources)
            hits.AddRange(_hits[source]);
        hits.Sort(static (left, right) => left.First != right.First ? left.First.CompareTo(right.First) : left.End.CompareTo(right.End));
        return hits;
    }
}
