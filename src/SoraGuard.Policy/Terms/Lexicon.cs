using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>All terms of a policy in one trie, matched in one pass over the words a text may be read as.</summary>
internal sealed class Lexicon
{
    private readonly PhraseTrie _phrases = new();

    public Vocabulary Vocabulary { get; } = new();

    /// <returns>What is wrong with the term, null when it was added.</returns>
    public string? Add(string term, int number)
    {
        var phrases = TermPhrase.Expand(term, out var problem);
        foreach (var phrase in phrases)
            _phrases.Add([.. phrase.Select(word => word is null ? PhraseTrie.AnyWord : Vocabulary.Add(word))], number);
        return problem;
    }

    /// <returns>Every term in the text, in order of first token; a term found twice at one place is given once.</returns>
    public IReadOnlyList<TermHit> Match(TokenizedText text)
    {
        var readings = WordReadings.Of(text, Vocabulary);
        var hits = new List<TermHit>();
        var here = new HashSet<TermHit>();
        for (var first = 0; first < text.Tokens.Count; first++)
        {
            here.Clear();
            Walk(readings, PhraseTrie.Root, first, first, here);
            if (here.Count > 0)
                hits.AddRange(here.OrderBy(hit => hit.End).ThenBy(hit => hit.Term));
        }
        return hits;
    }

    private void Walk(WordReadings readings, int node, int first, int at, HashSet<TermHit> hits)
    {
        foreach (var term in _phrases.EndingAt(node))
            hits.Add(new TermHit(term, first, at));
        if (at == readings.TokenCount)
            return;
        foreach (var reading in readings.At(at))
            if (_phrases.TryStep(node, reading.Word, out var child))
                Walk(readings, child, first, reading.End, hits);
        if (_phrases.TryStep(node, PhraseTrie.AnyWord, out var any))
            Walk(readings, any, first, at + 1, hits);
    }
}
