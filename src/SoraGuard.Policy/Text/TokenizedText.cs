using System.Text;

namespace SoraGuard.Policy.Text;

/// <summary>The folded text cut into tokens, chunks (between white space) and sentences.</summary>
internal sealed class TokenizedText
{
    private const int HalfWordsPerWord = 2;
    private readonly List<Token> _tokens = [];
    private int _chunk;
    private int _sentence;
    private int _position;

    private TokenizedText(FoldedText folded) => Folded = folded;

    public FoldedText Folded { get; }

    public IReadOnlyList<Token> Tokens => _tokens;

    public ReadOnlySpan<char> TextOf(int token) => Folded.Chars.Slice(_tokens[token].Start, _tokens[token].Length);

    /// <summary>Where the tokens from <paramref name="first"/> up to, not with, <paramref name="end"/> stand in the original.</summary>
    public TextSpan OriginOf(int first, int end) => Folded.OriginOf(_tokens[first].Start, _tokens[end - 1].End - _tokens[first].Start);

    public static TokenizedText Tokenize(string original)
    {
        var text = new TokenizedText(FoldedText.Fold(original));
        text.Run();
        return text;
    }

    private void Run()
    {
        var chars = Folded.Chars;
        for (var at = 0; at < chars.Length;)
        {
            Rune.DecodeFromUtf16(chars[at..], out var rune, out var units);
            var kind = KindOf(rune.Value);
            if (kind is null)
            {
                Separate(chars, at);
                at += units;
                continue;
            }
            var end = at + units;
            if (kind == TokenKind.Word)
                end = EndOfWord(chars, end);
            Add(at, end - at, kind.Value);
            at = end;
        }
    }

    private void Add(int start, int length, TokenKind kind)
    {
        _tokens.Add(new Token(start, length, kind, _chunk, _sentence, _position));
        // A single letter adds no distance: a word written letter by letter is still one word, and "a" is hardly one.
        _position += kind != TokenKind.Word ? 1 : length == 1 ? 0 : HalfWordsPerWord;
    }

    private static int EndOfWord(ReadOnlySpan<char> chars, int at)
    {
        while (at < chars.Length)
        {
            Rune.DecodeFromUtf16(chars[at..], out var rune, out var units);
            if (KindOf(rune.Value) != TokenKind.Word)
                break;
            at += units;
        }
        return at;
    }

    private void Separate(ReadOnlySpan<char> chars, int at)
    {
        var character = chars[at];
        if (character is ' ' or '\t' or '\n' or '\r')
            _chunk++;
        if (EndsSentence(character, at + 1 < chars.Length ? chars[at + 1] : ' ') && !(character == '.' && IsAbbreviation(chars, at)))
            _sentence++;
    }

    /// <summary>"U.S.", "Sen." and their like: the stop belongs to the word.</summary>
    private bool IsAbbreviation(ReadOnlySpan<char> chars, int stop)
    {
        if (_tokens.Count == 0 || _tokens[^1].End != stop)
            return false;
        var word = chars.Slice(_tokens[^1].Start, _tokens[^1].Length);
        return word.Length == 1 || word is "sen" or "rep" or "gov" or "pres" or "mr" or "mrs" or "ms" or "dr" or "st" or "jr" or "sr" or "vs" or "no";
    }

    /// <summary>A stop inside a word ("k.i.l.l", "3.5") ends nothing; the full stop of Chinese and a blank line always do.</summary>
    private static bool EndsSentence(char character, char next) => character switch
    {
        '。' => true,
        '.' or '!' or '?' or ';' => !char.IsAsciiLetterOrDigit(next),
        '\n' => next == '\n',
        _ => false,
    };

    private static TokenKind? KindOf(int codePoint)
    {
        if (codePoint < 0x80)
            return char.IsAsciiLetterOrDigit((char)codePoint) ? TokenKind.Word : null;
        return ScriptTable.Of(codePoint) switch
        {
            Script.None => null,
            Script.Symbol => TokenKind.Symbol,
            Script.Han or Script.Hiragana or Script.Katakana or Script.Thai => TokenKind.Ideograph,
            _ => TokenKind.Word,
        };
    }
}
