using SoraGuard.Policy.Terms;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Languages;

/// <summary>What one sentence shows about its language. Words with a digit in them ("8k") are no evidence and not counted.</summary>
internal readonly record struct SentenceEvidence
{
    private const int LettersPerSyllable = 2;

    public int Ideographs { get; private init; }

    public int ForeignLetters { get; private init; }

    public int KnownWords { get; private init; }

    public int UnknownWords { get; private init; }

    /// <summary>Letters that stand alone, "a" and "i" apart.</summary>
    public int LoneLetters { get; private init; }

    /// <summary>Unknown words written with a capital.</summary>
    public int UnknownNames { get; private init; }

    public int Words => KnownWords + UnknownWords + UnknownNames;

    public int EnglishFunctionWords { get; private init; }

    /// <summary>Function words of the best foreign language.</summary>
    public int ForeignFunctionWords { get; private init; }

    public static SentenceEvidence Gather(TokenizedText text, int first, int end, Vocabulary vocabulary)
    {
        var evidence = default(SentenceEvidence);
        Span<int> functionWords = stackalloc int[StopWords.LanguageCount];
        for (var token = first; token < end; token++)
        {
            evidence = Count(evidence, text, token, vocabulary);
            foreach (var language in StopWords.Of(text.TextOf(token)))
                functionWords[language]++;
        }
        var foreign = 0;
        foreach (var count in functionWords[(StopWords.English + 1)..])
            foreign = Math.Max(foreign, count);
        return evidence with { EnglishFunctionWords = functionWords[StopWords.English], ForeignFunctionWords = foreign };
    }

    private static SentenceEvidence Count(SentenceEvidence evidence, TokenizedText text, int token, Vocabulary vocabulary)
    {
        var (latin, han, foreign) = CountLetters(text, text.Tokens[token]);
        if (han > 0)
            return evidence with { Ideographs = evidence.Ideographs + 1 };
        var word = text.TextOf(token);
        var known = EnglishWords.Contains(word) || vocabulary.TryFind(word, out _);
        // Cyrillic letters that spell an English word, or stand among Latin ones, are a disguise and are read through.
        if (foreign > 0 && latin == 0 && !known)
            return evidence with { ForeignLetters = evidence.ForeignLetters + foreign };
        if (word.Length == 1 && latin == 1 && word[0] is not ('a' or 'i'))
            return evidence with { LoneLetters = evidence.LoneLetters + 1 };
        if (word.Length < 2 || latin + foreign < word.Length)
            return evidence;
        if (known)
            return evidence with { KnownWords = evidence.KnownWords + 1 };
        return StartsWithCapital(text, token)
            ? evidence with { UnknownNames = evidence.UnknownNames + 1 }
            : evidence with { UnknownWords = evidence.UnknownWords + 1 };
    }

    private static (int Latin, int Han, int Foreign) CountLetters(TokenizedText text, Token token)
    {
        int latin = 0, han = 0, foreign = 0;
        for (var at = token.Start; at < token.End; at++)
            switch (text.Folded.ScriptAt(at))
            {
                case Script.Latin:
                    latin++;
                    break;
                case Script.Han:
                    han++;
                    break;
                case Script.None or Script.Symbol:
                    // Mathematical and enclosed letters have no script of their own; folded they are Latin.
                    latin += char.IsAsciiLetter(text.Folded.Chars[at]) ? 1 : 0;
                    break;
                case Script.Hangul or Script.Hiragana or Script.Katakana:
                    foreign += LettersPerSyllable;
                    break;
                default:
                    foreign++;
                    break;
            }
        return (latin, han, foreign);
    }

    private static bool StartsWithCapital(TokenizedText text, int token) =>
        char.IsUpper(text.Folded.Original, text.Folded.OriginOf(text.Tokens[token].Start, 1).Start);
}
