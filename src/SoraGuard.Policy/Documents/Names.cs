using System.Buffers;

namespace SoraGuard.Policy.Documents;

/// <summary>How ids of documents, rules, groups, classes, categories and tiers are spelt.</summary>
internal static class Names
{
    public const string Hint = "lower-case letters, digits and hyphens, starting with a letter, at most 64";
    private const int MaxLength = 64;

    private static readonly SearchValues<char> Accepted = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && char.IsAsciiLetterLower(name[0])
        && name.AsSpan().IndexOfAnyExcept(Accepted) < 0;
}
