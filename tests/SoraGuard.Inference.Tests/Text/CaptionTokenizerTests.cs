using SoraGuard.Inference.Text;

namespace SoraGuard.Inference.Tests.Text;

public sealed class CaptionTokenizerTests
{
    private readonly CaptionTokenizer tokenizer = new(["<pad>", "boat", "red", "红", "红色", "船", "小船"], maxTokens: 4, longestWord: 3);

    [Theory]
    [InlineData("a RED, red boat!", new long[] { 2, 2, 1, 0 })]
    [InlineData("redboat boats", new long[] { 0, 0, 0, 0 })]
    [InlineData("", new long[] { 0, 0, 0, 0 })]
    [InlineData("red red red red boat", new long[] { 2, 2, 2, 2 })]
    [InlineData("红色的小船", new long[] { 4, 6, 0, 0 })]
    [InlineData("红船red", new long[] { 3, 5, 2, 0 })]
    [InlineData("réd 🚤 boat", new long[] { 1, 0, 0, 0 })]
    public void Known_words_become_ids_and_the_rest_is_skipped(string text, long[] ids) => Assert.Equal(ids, tokenizer.Encode(text));

    [Fact]
    public void What_is_understood_is_told_in_order() => Assert.Equal(["红色", "小船"], tokenizer.Understood("一艘红色的小船在海上"));
}
