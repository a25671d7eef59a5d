namespace SoraGuard.Policy.Text;

/// <summary>The scripts that screening tells apart (ISO 15924 codes in <c>Data/scripts.txt</c>).</summary>
internal enum Script : byte
{
    /// <summary>Not a letter: white space, punctuation, digits, marks.</summary>
    None,
    Symbol,
    Latin,
    Greek,
    Cyrillic,
    Han,
    Hiragana,
    Katakana,
    Hangul,
    Arabic,
    Hebrew,
    Devanagari,
    Thai,
    Other,
}
