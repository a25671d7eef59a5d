using System.Collections.Frozen;

namespace SoraGuard.Inference.Text;

/// <summary>
/// Words to the ids of the video network's vocabulary, as the training does it: Latin words of a to z between other characters; Chinese by
/// the longest entry of the vocabulary; everything unknown is skipped.
/// </summary>
public sealed class CaptionTokenizer
{
    private readonly FrozenDictionary<string, int> ids;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly IReadOnlyList<string> vocabulary;
    private readonly int maxTokens;
    private readonly int longestWord;

    /// <param name="vocabulary">Entry 0 is the padding.</param>
    /// <param name="maxTokens">Tokens a caption is cut or padded to.</param>
    /// <param name="longestWord">Longest Chinese entry, in characters.</param>
    public CaptionTokenizer(IReadOnlyList<string> vocabulary, int maxTokens, int longestWord)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        (this.vocabulary, this.maxTokens, this.longestWord) = (vocabulary, maxTokens, longestWord);
        ids = vocabulary.Select((word, id) => KeyValuePair.Create(word, id)).ToFrozenDictionary(StringComparer.Ordinal);
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Exactly <c>maxTokens</c> ids, padded with 0.</summary>
    public long[] Encode(string text)
    {
        var found = Words(text).Take(maxTokens).ToList();
        var encoded = new long[maxTokens];
        for (var i = 0; i < found.Count; i++) encoded[i] = found[i];
        return encoded;
    }

    /// <summary>The words of the text that the network knows, in order, as far as they fit: what it will draw from.</summary>
    public IReadOnlyList<string> Understood(string text) => [.. Words(text).Take(maxTokens).Select(id => vocabulary[id])];

    private IEnumerable<int> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lower = text.ToLowerInvariant();
        for (var i = 0; i < lower.Length;)
        {
            var end = i;
            if (char.IsAsciiLetterLower(lower[i]))
            {
                while (end < lower.Length && char.IsAsciiLetterLower(lower[end])) end++;
                if (lookup.TryGetValue(lower.AsSpan(i, end - i), out var id)) yield return id;
                i = end;
            }
            else if (IsHan(lower[i]))
            {
                while (end < lower.Length && IsHan(lower[end])) end++;
                var (length, id) = Longest(lower.AsSpan(i, Math.Min(longestWord, end - i)));
                if (length > 0) yield return id;
                i += Math.Max(1, length);
            }
            else i++;
        }
    }

    private (int Length, int Id) Longest(ReadOnlySpan<char> run)
    {
        for (var length = run.Length; length > 0; length--)
            if (lookup.TryGetValue(run[..length], out var id)) return (length, id);
        return (0, 0);
    }

    private static bool IsHan(char c) => c is >= '\u4e00' and <= '\u9fff';
}
