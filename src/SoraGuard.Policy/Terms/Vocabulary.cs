namespace SoraGuard.Policy.Terms;

/// <summary>Every word that occurs in a term, numbered, and found again under the usual disguises.</summary>
internal sealed class Vocabulary
{
    public const int MaxWordLength = 40;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byText;
    private readonly Dictionary<string, List<string>> _byCollapsed = new(StringComparer.Ordinal);
    private readonly Dictionary<(char First, int Length), List<string>> _byShape = [];

    public Vocabulary() => _byText = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _ids.Count;

    public int Add(string word)
    {
        if (_ids.TryGetValue(word, out var id))
            return id;
        id = _ids.Count;
        _ids.Add(word, id);
        if (char.IsAsciiLetter(word[0]) && word.Length is >= 3 and <= MaxWordLength)
        {
            Index(_byCollapsed, Collapse(word), word);
            Index(_byShape, (word[0], word.Length), word);
        }
        return id;
    }

    public bool TryFind(ReadOnlySpan<char> word, out int id) => _byText.TryGetValue(word, out id);

    /// <summary>Words that <paramref name="text"/> spells with letters held down: "kiiill" for "kill", never "kil" for "kill".</summary>
    public IEnumerable<int> FindStretched(string text)
    {
        foreach (var word in _byCollapsed.GetValueOrDefault(Collapse(text), []))
            if (IsStretchOf(text, word))
                yield return _ids[word];
    }

    /// <summary>Words that fit <paramref name="pattern"/>, in which '*' stands for one hidden letter.</summary>
    public IEnumerable<int> FindMasked(string pattern)
    {
        foreach (var word in _byShape.GetValueOrDefault((pattern[0], pattern.Length), []))
            if (Fits(word, pattern))
                yield return _ids[word];
    }

    private static void Index<TKey>(Dictionary<TKey, List<string>> index, TKey key, string word)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var words))
            index.Add(key, words = []);
        words.Add(word);
    }

    private static string Collapse(string text)
    {
        Span<char> collapsed = stackalloc char[MaxWordLength];
        var length = 0;
        foreach (var letter in text)
            if (length == 0 || collapsed[length - 1] != letter)
            {
                if (length == MaxWordLength)
                    return text;
                collapsed[length++] = letter;
            }
        return new string(collapsed[..length]);
    }

    private static bool IsStretchOf(string text, string word)
    {
        int at = 0, inWord = 0;
        while (at < text.Length && inWord < word.Length)
        {
            int run = RunLength(text, at), runInWord = RunLength(word, inWord);
            if (text[at] != word[inWord] || run < runInWord)
                return false;
            at += run;
            inWord += runInWord;
        }
        return at == text.Length && inWord == word.Length;
    }

    private static int RunLength(string text, int start)
    {
        var end = start;
        while (end < text.Length && text[end] == text[start])
            end++;
        return end - start;
    }

    private static bool Fits(string word, string pattern)
    {
        for (var i = 0; i < word.Length; i++)
            if (pattern[i] != '*' && pattern[i] != word[i])
                return false;
        return true;
    }
}
