using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>"kiiiill", "seeexxx": a letter held down three times or more.</summary>
internal static class StretchedLetters
{
    private const int LeastRun = 3;

    public static void Read(TokenizedText text, Vocabulary vocabulary, List<WordReading> readings)
    {
        for (var token = 0; token < text.Tokens.Count; token++)
        {
            var word = text.TextOf(token);
            if (text.Tokens[token].Kind == TokenKind.Word && HasRun(word))
                foreach (var found in vocabulary.FindStretched(word.ToString()))
                    readings.Add(new WordReading(token, token + 1, found));
        }
    }

    private static bool HasRun(ReadOnlySpan<char> word)
    {
        var run = 1;
        for (var i = 1; i < word.Length; i++)
        {
            run = word[i] == word[i - 1] ? run + 1 : 1;
            if (run == LeastRun)
                return true;
        }
        return false;
    }
}
