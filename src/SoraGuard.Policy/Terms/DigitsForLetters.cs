using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>"k1ll", "n@ked", "$ex", "p0rn": digits and symbols for letters, where letters stand beside them.</summary>
internal static class DigitsForLetters
{
    public static void Read(TokenizedText text, Vocabulary vocabulary, List<WordReading> readings)
    {
        var tokens = text.Tokens;
        for (var first = 0; first < tokens.Count;)
        {
            var end = EndOfRun(text, first);
            var start = StartOf(text, first);
            var length = EndOf(text, end - 1) - start;
            if (length <= Vocabulary.MaxWordLength)
                Read(text.Folded.Chars.Slice(start, length), first, end, vocabulary, readings);
            first = end;
        }
    }

    private static void Read(ReadOnlySpan<char> run, int first, int end, Vocabulary vocabulary, List<WordReading> readings)
    {
        Span<char> decoded = stackalloc char[run.Length];
        var letters = 0;
        var figures = 0;
        for (var i = 0; i < run.Length; i++)
        {
            decoded[i] = LetterFor(run[i], 'i');
            if (char.IsAsciiLetter(run[i]))
                letters++;
            else
                figures++;
        }
        if (letters == 0 || figures == 0)
            return;
        var found = vocabulary.TryFind(decoded, out var word);
        if (found)
            readings.Add(new WordReading(first, end, word));
        for (var i = 0; i < run.Length; i++)
            decoded[i] = LetterFor(run[i], 'l');
        if (vocabulary.TryFind(decoded, out var other) && !(found && other == word))
            readings.Add(new WordReading(first, end, other));
    }

    /// <summary>Tokens with nothing between them but symbols that stand for letters.</summary>
    private static int EndOfRun(TokenizedText text, int first)
    {
        var end = first + 1;
        while (end < text.Tokens.Count && text.Tokens[end].Kind == TokenKind.Word && IsAllSymbols(text, text.Tokens[end - 1].End, text.Tokens[end].Start))
            end++;
        return end;
    }

    private static bool IsAllSymbols(TokenizedText text, int start, int end)
    {
        foreach (var character in text.Folded.Chars[start..end])
            if (!IsSymbolForLetter(character))
                return false;
        return true;
    }

    private static int StartOf(TokenizedText text, int token)
    {
        var start = text.Tokens[token].Start;
        while (start > 0 && IsSymbolForLetter(text.Folded.Chars[start - 1]) && (token == 0 || start > text.Tokens[token - 1].End))
            start--;
        return start;
    }

    /// <summary>At the end of a word '!' is an exclamation mark, the others may still be letters ("a$$").</summary>
    private static int EndOf(TokenizedText text, int token)
    {
        var end = text.Tokens[token].End;
        while (end < text.Folded.Length && text.Folded.Chars[end] != '!' && IsSymbolForLetter(text.Folded.Chars[end])
            && (token + 1 == text.Tokens.Count || end < text.Tokens[token + 1].Start))
            end++;
        return end;
    }

    private static bool IsSymbolForLetter(char character) => character is '@' or '$' or '!' or '|' or '+' or '€' or '£';

    private static char LetterFor(char figure, char one) => figure switch
    {
        '0' => 'o',
        '1' or '!' or '|' => one,
        '2' => 'z',
        '3' or '€' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '6' or '9' => 'g',
        '7' or '+' => 't',
        '8' => 'b',
        '£' => 'l',
        _ => figure,
    };
}
