using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Terms;

/// <summary>
/// Every way to read tokens as words of the vocabulary: as written, and undoing the disguises (letters for digits, letters
/// held down, letters apart, letters masked). Reading "k i l l" as "kill" takes nothing away: the plain reading stays too.
/// </summary>
internal sealed class WordReadings
{
    private readonly WordReading[] _readings;
    private readonly int[] _firstOf;

    private WordReadings(List<WordReading> readings, int tokenCount)
    {
        TokenCount = tokenCount;
        _readings = new WordReading[readings.Count];
        _firstOf = new int[tokenCount + 1];
        foreach (var reading in readings)
            _firstOf[reading.First + 1]++;
        for (var i = 0; i < tokenCount; i++)
            _firstOf[i + 1] += _firstOf[i];
        var next = (int[])_firstOf.Clone();
        foreach (var reading in readings)
            _readings[next[reading.First]++] = reading;
    }

    public int TokenCount { get; }

    public ReadOnlySpan<WordReading> At(int token) => _readings.AsSpan(_firstOf[token], _firstOf[token + 1] - _firstOf[token]);

    public static WordReadings Of(TokenizedText text, Vocabulary vocabulary)
    {
        var readings = new List<WordReading>(text.Tokens.Count);
        for (var token = 0; token < text.Tokens.Count; token++)
            if (vocabulary.TryFind(text.TextOf(token), out var word))
                readings.Add(new WordReading(token, token + 1, word));
        StretchedLetters.Read(text, vocabulary, readings);
        DigitsForLetters.Read(text, vocabulary, readings);
        LettersApart.Read(text, vocabulary, readings);
        MaskedLetters.Read(text, vocabulary, readings);
        return new WordReadings(readings, text.Tokens.Count);
    }
}
