using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>
/// A term as a term list writes it: words, of which <c>word~</c> stands for its English forms and <c>_</c> for any one word.
/// Punctuation in a term means nothing, as it means nothing in a prompt.
/// </summary>
internal static class TermPhrase
{
    public const int MaxTokens = 32;
    private const int MaxPhrases = 1024;

    /// <param name="term">The term as written.</param>
    /// <param name="problem">What is wrong with it, else null.</param>
    /// <returns>Every sequence of folded words that the term stands for; null is <c>_</c>.</returns>
    public static IReadOnlyList<IReadOnlyList<string?>> Expand(string term, out string? problem)
    {
        problem = null;
        var alternatives = new List<IReadOnlyList<string?>>();
        foreach (var part in term.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            alternatives.AddRange(Alternatives(part));
        var phrases = alternatives.Aggregate(1L, (product, words) => Math.Min(product * words.Count, MaxPhrases + 1));
        if (alternatives.Count == 0 || alternatives.TrueForAll(words => words[0] is null))
            problem = "holds no word";
        else if (alternatives.Count > MaxTokens)
            problem = $"is longer than {MaxTokens} words or ideographs";
        else if (phrases > MaxPhrases)
            problem = $"stands for more than {MaxPhrases} phrases; use fewer ~";
        return problem is null ? Product(alternatives) : [];
    }

    private static IEnumerable<IReadOnlyList<string?>> Alternatives(string part)
    {
        if (part == "_")
        {
            yield return [null];
            yield break;
        }
        var text = TokenizedText.Tokenize(part.TrimEnd('~'));
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            var word = text.TextOf(i).ToString();
            yield return part.EndsWith('~') && i == text.Tokens.Count - 1 ? EnglishInflections.Of(word) : [word];
        }
    }

    private static List<IReadOnlyList<string?>> Product(List<IReadOnlyList<string?>> alternatives)
    {
        List<IReadOnlyList<string?>> phrases = [[]];
        foreach (var words in alternatives)
            phrases = [.. phrases.SelectMany(phrase => words.Distinct(), (phrase, word) => (IReadOnlyList<string?>)[.. phrase, word])];
        return phrases;
    }
}
