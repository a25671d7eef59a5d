using SoraGuard.Policy.Languages;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>"k i l l", "k.i.l.l", "mur-der", "mur der": one word written as several tokens.</summary>
internal static class LettersApart
{
    private const int LeastLetters = 3;
    private const int LeastLettersInRun = 2;
    private const int LeastRun = 4;
    private const int LeastInChunk = 4;
    private const int LeastAcrossSpace = 5;
    private const int MostParts = 3;

    public static void Read(TokenizedText text, Vocabulary vocabulary, List<WordReading> readings)
    {
        for (var first = 0; first < text.Tokens.Count; first++)
        {
            if (IsLetter(text, first))
                ReadLetters(text, first, vocabulary, readings);
            ReadParts(text, first, vocabulary, readings);
        }
    }

    /// <summary>
    /// Single letters, whatever stands between them: every word that starts at the first. Words of two letters ("p o o l o f b l o o d")
    /// are read only where more letters follow.
    /// </summary>
    private static void ReadLetters(TokenizedText text, int first, Vocabulary vocabulary, List<WordReading> readings)
    {
        Span<char> word = stackalloc char[Vocabulary.MaxWordLength];
        var length = 0;
        var least = IsRun(text, first) ? LeastLettersInRun : LeastLetters;
        for (var at = first; at < text.Tokens.Count && length < word.Length && IsLetter(text, at); at++)
        {
            word[length++] = text.TextOf(at)[0];
            if (length >= least && vocabulary.TryFind(word[..length], out var found))
                readings.Add(new WordReading(first, at + 1, found));
        }
    }

    private static bool IsRun(TokenizedText text, int first)
    {
        for (var at = first; at < first + LeastRun; at++)
            if (at == text.Tokens.Count || !IsLetter(text, at))
                return false;
        return true;
    }

    private static void ReadParts(TokenizedText text, int first, Vocabulary vocabulary, List<WordReading> readings)
    {
        Span<char> word = stackalloc char[Vocabulary.MaxWordLength];
        var length = 0;
        var known = 0;
        for (var at = first; at < text.Tokens.Count && at < first + MostParts; at++)
        {
            var part = text.TextOf(at);
            if (text.Tokens[at].Kind != TokenKind.Word || length + part.Length > word.Length)
                return;
            part.CopyTo(word[length..]);
            length += part.Length;
            known += EnglishWords.Contains(part) ? 1 : 0;
            if (at == first || !MayJoin(text, first, at, length, known) || !vocabulary.TryFind(word[..length], out var found))
                continue;
            readings.Add(new WordReading(first, at + 1, found));
        }
    }

    /// <summary>Across white space two English words stay two ("pen is"): only a broken piece ("mur der") is joined.</summary>
    private static bool MayJoin(TokenizedText text, int first, int last, int length, int known) =>
        text.Tokens[first].Chunk == text.Tokens[last].Chunk
            ? length >= LeastInChunk
            : length >= LeastAcrossSpace && known < last - first + 1 && last == first + 1 && !IsEnding(text, first);

    /// <summary>The "s" of "a child's laughter" belongs to the word before.</summary>
    private static bool IsEnding(TokenizedText text, int token) =>
        text.Tokens[token].Start > 0 && text.Folded.Chars[text.Tokens[token].Start - 1] is '\'' or '\u2019';

    private static bool IsLetter(TokenizedText text, int token) => text.Tokens[token] is { Kind: TokenKind.Word, Length: 1 };
}
