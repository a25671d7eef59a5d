using System.Text;

namespace SoraGuard.Policy.Text;

/// <summary>
/// What each code point folds to: NFKC, case folding, marks and invisible characters dropped, UTS #39 confusables to ASCII
/// letters, digits to ASCII, traditional ideographs to simplified. A table of our own, so that the same text folds alike on
/// every machine whatever its ICU (<c>Data/folding.txt</c>, written by eng/policy-data/text_tables.py).
/// </summary>
internal static class FoldingTable
{
    private const ushort Kept = 0;

    private static readonly List<string> Targets = [""];
    private static readonly ushort[] Basic = new ushort[0x10000];
    private static readonly Dictionary<int, ushort> Supplementary = [];

    static FoldingTable()
    {
        var known = new Dictionary<string, ushort>(StringComparer.Ordinal);
        foreach (var line in EmbeddedData.ReadLines("folding.txt"))
        {
            var range = CodePointRange.Parse(line);
            if (!known.TryGetValue(range.Value, out var target))
            {
                known.Add(range.Value, target = checked((ushort)Targets.Count));
                Targets.Add(Decode(range.Value));
            }
            for (var code = range.First; code <= range.Last; code++)
                if (code < Basic.Length)
                    Basic[code] = target;
                else
                    Supplementary.Add(code, target);
        }
    }

    /// <returns>The target, empty where the character is dropped; null where it is kept as it is.</returns>
    public static string? Find(int codePoint)
    {
        var target = codePoint < Basic.Length ? Basic[codePoint] : Supplementary.GetValueOrDefault(codePoint, Kept);
        return target == Kept ? null : Targets[target];
    }

    private static string Decode(string codes)
    {
        var text = new StringBuilder();
        foreach (var code in codes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            text.Append(new Rune(CodePointRange.Hex(code)).ToString());
        return text.ToString();
    }
}
