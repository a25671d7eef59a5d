namespace SoraGuard.Policy.Text;

/// <summary>The script of a code point (<c>Data/scripts.txt</c>, from the Unicode Character Database).</summary>
internal static class ScriptTable
{
    private static readonly byte[] Basic = new byte[0x10000];
    private static readonly List<(int First, int Last, Script Script)> Supplementary = [];

    static ScriptTable()
    {
        foreach (var line in EmbeddedData.ReadLines("scripts.txt"))
        {
            var range = CodePointRange.Parse(line);
            var script = FromCode(range.Value);
            if (range.First >= Basic.Length)
                Supplementary.Add((range.First, range.Last, script));
            else
                Basic.AsSpan(range.First, Math.Min(range.Last, Basic.Length - 1) - range.First + 1).Fill((byte)script);
        }
    }

    public static Script Of(int codePoint) => codePoint < Basic.Length ? (Script)Basic[codePoint] : FindSupplementary(codePoint);

    private static Script FindSupplementary(int codePoint)
    {
        int low = 0, high = Supplementary.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, script) = Supplementary[middle];
            if (codePoint < first)
                high = middle - 1;
            else if (codePoint > last)
                low = middle + 1;
            else
                return script;
        }
        return Script.None;
    }

    private static Script FromCode(string code) => code switch
    {
        "Zsym" => Script.Symbol,
        "Latn" => Script.Latin,
        "Grek" => Script.Greek,
        "Cyrl" => Script.Cyrillic,
        "Hani" => Script.Han,
        "Hira" => Script.Hiragana,
        "Kana" => Script.Katakana,
        "Hang" => Script.Hangul,
        "Arab" => Script.Arabic,
        "Hebr" => Script.Hebrew,
        "Deva" => Script.Devanagari,
        "Thai" => Script.Thai,
        "Zzzz" => Script.Other,
        _ => throw new InvalidOperationException($"Unknown script code {code}"),
    };
}
