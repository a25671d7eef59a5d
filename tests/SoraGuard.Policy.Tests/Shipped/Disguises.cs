using System.Text;

namespace SoraGuard.Policy.Tests.Shipped;

/// <summary>The usual ways to hide a word from a filter, applied to a whole prompt.</summary>
internal static class Disguises
{
    private const string Latin = "aceiopsxy";
    private const string Cyrillic = "асеіорѕху";
    private const string Letters = "oieast";
    private const string Digits = "013457";

    public static string Apply(string disguise, string prompt, Random random) => disguise switch
    {
        "zero-width" => Each(prompt, letter => random.Next(2) == 0 ? $"{letter}\u200b" : $"{letter}"),
        "look-alikes" => Each(prompt, letter => Replace(letter, Latin, Cyrillic)),
        "full-width" => Each(prompt, letter => $"{(char)(letter - '!' + '\uff01')}"),
        "marks" => Each(prompt, letter => $"{letter}{(char)(0x300 + random.Next(0x30))}"),
        "digits" => Each(prompt, letter => random.Next(3) == 0 ? Replace(letter, Letters, Digits) : $"{letter}"),
        "spaced" => string.Join("   ", prompt.Split(' ').Select(word => string.Join(' ', word.ToCharArray()))),
        "stretched" => Each(prompt, letter => random.Next(4) == 0 ? new string(letter, 4) : $"{letter}"),
        _ => throw new ArgumentException($"No disguise '{disguise}'", nameof(disguise)),
    };

    private static string Each(string prompt, Func<char, string> change)
    {
        var text = new StringBuilder();
        foreach (var letter in prompt)
            text.Append(char.IsAsciiLetter(letter) ? change(letter) : $"{letter}");
        return text.ToString();
    }

    private static string Replace(char letter, string from, string to) => from.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? $"{to[at]}" : $"{letter}";
}
