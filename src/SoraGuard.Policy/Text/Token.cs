namespace SoraGuard.Policy.Text;

internal enum TokenKind : byte
{
    /// <summary>Letters and digits between separators, in a script that has word boundaries.</summary>
    Word,

    /// <summary>One character of a script written without spaces (Han, kana, Thai).</summary>
    Ideograph,

    /// <summary>One emoji or other symbol.</summary>
    Symbol,
}

/// <param name="Start">Offset in the folded text.</param>
/// <param name="Length">In UTF-16 units of the folded text.</param>
/// <param name="Kind">What stands between two separators.</param>
/// <param name="Chunk">Number of the chunk, the text between white space, that holds the token.</param>
/// <param name="Sentence">Number of the sentence.</param>
/// <param name="Position">Distance from the start of the text in half words: a word is 2, an ideograph 1, a single letter 0.</param>
internal readonly record struct Token(int Start, int Length, TokenKind Kind, int Chunk, int Sentence, int Position)
{
    public int End => Start + Length;
}
