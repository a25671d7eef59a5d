using SoraGuard.Policy.Languages;
using SoraGuard.Policy.Terms;
using SoraGuard.Policy.Text;
using SoraGuard.TestData;

namespace SoraGuard.Policy.Tests.Languages;

public sealed class LanguageCoverageTests
{
    [Theory]
    [InlineData("a dog")]
    [InlineData("cyberpunk city neon rain 8k")]
    [InlineData("Machu Picchu at dawn")]
    [InlineData("红色的船")]
    [InlineData("紅色的船")]
    [InlineData("由 Mamoru Kanbe 创作的高细节深红色画作")]
    [InlineData("the letter π")]
    [InlineData("ѕех in the city")]
    [InlineData("4k 60fps")]
    [InlineData("🚀🌊")]
    public void Covered_or_neutral_text_is_not_reported(string prompt) => Assert.Empty(FindUncovered(prompt));

    [Theory]
    [InlineData("un perro rojo")]
    [InlineData("собака")]
    [InlineData("赤い犬がビーチを走る")]
    [InlineData("ラーメン")]
    [InlineData("빨간")]
    [InlineData("asesinato")]
    [InlineData("wo yao kan ni sha ren")]
    public void Text_in_another_language_is_reported(string prompt) => Assert.Equal([prompt], FindUncovered(prompt));

    [Fact]
    public void A_foreign_sentence_is_found_behind_an_English_one() =>
        Assert.Equal(["Убить человека"], FindUncovered("A quiet beach at dawn. Убить человека. Gulls fly past."));

    /// <summary>Test cases of Multilingual HateCheck: nine languages, none of them covered.</summary>
    [SharedDataTheory("prompts")]
    [Trait("Category", "Integration")]
    [InlineData("arabic", 0.999)]
    [InlineData("dutch", 0.999)]
    [InlineData("french", 0.995)]
    [InlineData("german", 0.995)]
    [InlineData("hindi", 0.99)]
    [InlineData("italian", 0.99)]
    [InlineData("polish", 0.995)]
    [InlineData("portuguese", 0.99)]
    [InlineData("spanish", 0.99)]
    public void Sentences_of_uncovered_languages_are_reported(string language, double least)
    {
        var file = SharedData.PathOf("prompts", "multilingual-hatecheck", $"MHC_Final_Cases__hatecheck_cases_final_{language}.csv");
        var sentences = Csv.Read(file).Select(row => row["test_case"]).Where(text => text.Any(char.IsLetter)).ToList();

        var reported = sentences.Count(sentence => FindUncovered(sentence).Count > 0);

        Assert.True(sentences.Count > 3000);
        Assert.True(reported >= least * sentences.Count, $"{language}: {reported} of {sentences.Count}");
    }

    private static List<string> FindUncovered(string prompt) =>
        [.. LanguageCoverage.FindUncovered(TokenizedText.Tokenize(prompt), new Vocabulary()).Select(span => prompt.Substring(span.Start, span.Length))];
}
