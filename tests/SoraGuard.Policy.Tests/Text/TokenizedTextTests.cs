using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Tests.Text;

public sealed class TokenizedTextTests
{
    [Theory]
    [InlineData("A red boat, 8k!", "a|red|boat|8k")]
    [InlineData("don't stop", "don|t|stop")]
    [InlineData("红船 sails", "红|船|sails")]
    [InlineData("ship🚀moon", "ship|🚀|moon")]
    [InlineData("𠀋𠮟", "𠀋|𠮟")]
    public void Tokenize_cuts_words_ideographs_and_symbols(string prompt, string tokens)
    {
        var text = TokenizedText.Tokenize(prompt);

        Assert.Equal(tokens.Split('|'), Enumerable.Range(0, text.Tokens.Count).Select(i => text.TextOf(i).ToString()));
    }

    [Fact]
    public void Lone_surrogates_separate()
    {
        var text = TokenizedText.Tokenize("a\ud800b \udc00c");

        Assert.Equal(["a", "b", "c"], Enumerable.Range(0, text.Tokens.Count).Select(i => text.TextOf(i).ToString()));
    }

    [Theory]
    [InlineData("One. Two! Three? Four; five", 4)]
    [InlineData("Sen. Smith of the U.S. Senate", 0)]
    [InlineData("f1.4 and 3.5", 0)]
    [InlineData("他来了。她走了！好？", 2)]
    [InlineData("a line\nof two", 0)]
    [InlineData("a line\n\nof two", 1)]
    public void Tokenize_counts_sentences(string prompt, int last) => Assert.Equal(last, TokenizedText.Tokenize(prompt).Tokens[^1].Sentence);
}
