using SoraGuard.Policy.Terms;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Languages;

/// <summary>
/// Which sentences are in no language that the shipped terms cover (English, Chinese). Evidence is taken a sentence at a time,
/// so that a foreign sentence cannot hide behind an English one: letters of another script; function words of another language;
/// or too few words that English knows; or letters that stand alone. A sentence too short to tell is judged with the whole text.
/// </summary>
internal static class LanguageCoverage
{
    /// <summary>Letters of an uncovered script that a sentence may hold: a unit or a formula, no word.</summary>
    private const int NeutralLetters = 2;

    private const int LeastWords = 4;

    /// <summary>From here on letters that stand alone are a text that nobody can be sure to have read.</summary>
    private const int MostLoneLetters = 10;

    /// <summary>Share of known words beside English function words, and without any.</summary>
    private const double LeastKnownShare = 0.4;
    private const double LeastKnownShareAlone = 0.6;

    /// <summary>A capitalised stranger is as likely a name as a foreign word.</summary>
    private const double NameWeight = 0.5;

    /// <returns>The uncovered sentences in the original text; empty where everything is covered.</returns>
    public static IReadOnlyList<TextSpan> FindUncovered(TokenizedText text, Vocabulary vocabulary)
    {
        var whole = SentenceEvidence.Gather(text, 0, text.Tokens.Count, vocabulary);
        var uncovered = new List<TextSpan>();
        for (var first = 0; first < text.Tokens.Count;)
        {
            var end = first + 1;
            while (end < text.Tokens.Count && text.Tokens[end].Sentence == text.Tokens[first].Sentence)
                end++;
            var sentence = SentenceEvidence.Gather(text, first, end, vocabulary);
            if (IsForeign(sentence) || !IsKnown(sentence.Words < LeastWords ? whole : sentence))
                uncovered.Add(text.OriginOf(first, end));
            first = end;
        }
        return uncovered;
    }

    private static bool IsForeign(SentenceEvidence evidence) =>
        evidence.ForeignLetters > NeutralLetters
        || (evidence.LoneLetters > MostLoneLetters && evidence.LoneLetters > evidence.Words)
        || evidence.ForeignFunctionWords > evidence.EnglishFunctionWords;

    private static bool IsKnown(SentenceEvidence evidence)
    {
        // Names in a Chinese sentence are written in Latin letters.
        if (evidence.Ideographs > 2 * evidence.Words)
            return true;
        var least = evidence.EnglishFunctionWords > 0 ? LeastKnownShare : LeastKnownShareAlone;
        var unknown = evidence.UnknownWords + (evidence.UnknownNames * NameWeight);
        return evidence.KnownWords >= least * (evidence.KnownWords + unknown);
    }
}
