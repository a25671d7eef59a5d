using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>"f*ck", "k##l", "tr*mp": letters hidden behind asterisks or hashes inside a word.</summary>
internal static class MaskedLetters
{
    private const int MostHidden = 3;

    public static void Read(TokenizedText text, Vocabulary vocabulary, List<WordReading> readings)
    {
        for (var token = 0; token + 1 < text.Tokens.Count; token++)
        {
            if (!IsMask(text, token))
                continue;
            var end = token + 2;
            while (end < text.Tokens.Count && IsMask(text, end - 1))
                end++;
            ReadPattern(text, token, end, vocabulary, readings);
            token = end - 1;
        }
    }

    private static void ReadPattern(TokenizedText text, int first, int end, Vocabulary vocabulary, List<WordReading> readings)
    {
        var start = text.Tokens[first].Start;
        var length = text.Tokens[end - 1].End - start;
        if (length > Vocabulary.MaxWordLength)
            return;
        var pattern = text.Folded.Chars.Slice(start, length).ToString().Replace('#', '*');
        if (pattern.Count('*') is var hidden && hidden <= MostHidden && hidden < length - 1)
            foreach (var word in vocabulary.FindMasked(pattern))
                readings.Add(new WordReading(first, end, word));
    }

    /// <summary>Nothing but asterisks or hashes between the token and the next.</summary>
    private static bool IsMask(TokenizedText text, int token)
    {
        var gap = text.Folded.Chars[text.Tokens[token].End..text.Tokens[token + 1].Start];
        return gap.Length > 0 && gap.IndexOfAnyExcept('*', '#') < 0;
    }
}
