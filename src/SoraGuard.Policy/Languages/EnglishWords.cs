using System.Collections.Frozen;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Languages;

/// <summary>Some 75,000 English words, inflected forms with them (<c>Data/english.txt</c>, SCOWL size 60).</summary>
internal static class EnglishWords
{
    private static readonly FrozenSet<string> Words = EmbeddedData.ReadLines("english.txt").ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ByText = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> folded) => ByText.Contains(folded);
}
