using SoraGuard.Policy.Terms;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Tests.Terms;

public sealed class LexiconTests
{
    private static readonly string[] TermList = ["kill~", "severed head", "cut _ hand", "murder", "ass", "杀人", "killer whale", "🔪", "a c b", "porn"];
    private readonly Lexicon _lexicon = new();

    public LexiconTests()
    {
        for (var i = 0; i < TermList.Length; i++)
            Assert.Null(_lexicon.Add(TermList[i], i));
    }

    [Theory]
    [InlineData("they kill him", "kill~")]
    [InlineData("killing time", "kill~")]
    [InlineData("skill and overkill", "")]
    [InlineData("a severed-head", "severed head")]
    [InlineData("severed. Head", "severed head")]
    [InlineData("cut his hand", "cut _ hand")]
    [InlineData("cut hand", "")]
    [InlineData("k1ll", "kill~")]
    [InlineData("ki!l", "kill~")]
    [InlineData("k|ll", "kill~")]
    [InlineData("kiiiilllll", "kill~")]
    [InlineData("kil", "")]
    [InlineData("k i l l", "kill~")]
    [InlineData("k.i.l.l", "kill~")]
    [InlineData("k_i-l*l", "kill~")]
    [InlineData("k*ll", "kill~")]
    [InlineData("mu##er", "murder")]
    [InlineData("m****r", "")]
    [InlineData("mur-der", "murder")]
    [InlineData("mur der", "murder")]
    [InlineData("a$$", "ass")]
    [InlineData("as s", "")]
    [InlineData("杀 人", "杀人")]
    [InlineData("杀·人", "杀人")]
    [InlineData("殺人", "杀人")]
    [InlineData("a 🔪 here", "🔪")]
    [InlineData("p0rn", "porn")]
    [InlineData("popcorn", "")]
    public void Match_finds_the_term_in_its_disguise_and_not_inside_other_words(string prompt, string expected)
    {
        var hits = _lexicon.Match(TokenizedText.Tokenize(prompt));

        Assert.Equal(expected.Length == 0 ? [] : [expected], hits.Select(hit => TermList[hit.Term]).Distinct());
    }

    [Theory]
    [InlineData("x", 32_000)]
    [InlineData("k ", 16_000)]
    [InlineData("k*l ", 8_000)]
    [InlineData("k1l", 10_666)]
    [InlineData("cut ", 8_000)]
    [InlineData("a\u0301\u0301\u0301", 8_000)]
    [InlineData("\ufdfa", 32_000)]
    [InlineData("kill ", 6_400)]
    public void Match_stays_bounded_on_hostile_repetition(string unit, int count)
    {
        var prompt = string.Concat(Enumerable.Repeat(unit, count));

        var hits = _lexicon.Match(TokenizedText.Tokenize(prompt));

        Assert.InRange(hits.Count, 0, prompt.Length);
    }

    [Theory]
    [InlineData("", "holds no word")]
    [InlineData("_ _", "holds no word")]
    [InlineData("...", "holds no word")]
    [InlineData("a~ b~ c~ d~ e~ f~", "stands for more than")]
    [InlineData("一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一一", "is longer than")]
    public void Add_says_what_is_wrong_with_a_term(string term, string problem) => Assert.Contains(problem, new Lexicon().Add(term, 0) ?? "", StringComparison.Ordinal);

    [Theory]
    [InlineData("stab", "stab stabs stabed stabing stabbed stabbing")]
    [InlineData("die", "die dies died dying dieing")]
    [InlineData("bully", "bully bullies bullied bullying")]
    [InlineData("slash", "slash slashes slashed slashing")]
    [InlineData("murder", "murder murders murdered murdering murderred murderring")]
    public void Inflections_are_those_of_English_spelling(string word, string forms) => Assert.Equal(forms.Split(' '), EnglishInflections.Of(word));
}
