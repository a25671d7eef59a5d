using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SoraGuard.Policy.Documents;
using SoraGuard.Policy.Languages;

namespace SoraGuard.Policy.Tests.Shipped;

public sealed partial class ShippedFilesTests
{
    [Fact]
    public void The_shipped_policies_compile() => Assert.Empty(PolicyCompiler.Compile(ShippedPolicy.Files).Diagnostics);

    [Fact]
    public void The_shipped_calendars_reach_the_next_years()
    {
        Assert.Empty(ShippedPolicy.Model.FindStaleCalendars(PolicyTime.Parse("2026-11-22")));
        Assert.Empty(ShippedPolicy.Model.FindStaleCalendars(PolicyTime.Parse("2032-11-02")));
    }

    [Fact]
    public void Every_inflected_term_is_an_English_word()
    {
        // "announc~" would stand for "announcs": a stem is no word.
        var stems = ShippedPolicy.Files.Where(file => file.Path.StartsWith("terms/", StringComparison.Ordinal))
            .SelectMany(file => Inflected().Matches(Encoding.UTF8.GetString(file.Content.Span)))
            .Select(match => match.Groups[1].Value).Distinct();

        string[] notInTheWordList =
        [
            "areola", "beaner", "bioweapon", "blowjob", "breastfeed", "camgirl", "chemtrail", "cumshot", "dildo", "dox", "doxx", "gangbang", "handjob", "kike", "kindergartner", "neonazi",
            "noncitizen", "paedophile", "pedophile", "photobomb", "raghead", "schooler", "shemale", "skimmer", "stormtrooper", "superhero", "towelhead",
        ];
        Assert.Empty(stems.Where(word => !EnglishWords.Contains(word)).Except(notInTheWordList));
    }

    [Fact]
    public void Every_policy_has_a_page_for_readers()
    {
        foreach (var policy in ShippedPolicy.Model.Rules.Select(rule => rule.Id.Split('/')[0]).Distinct())
            Assert.True(File.Exists(Path.Combine(ShippedPolicy.Folder, policy + ".md")), policy);
    }

    [Fact]
    public void Every_category_of_the_product_is_there()
    {
        string[] categories =
        [
            "copyright", "drugs", "election-deception", "gore", "harassment", "hate", "illegal", "misinformation", "political-figures",
            "public-figures", "self-harm", "sexual", "sexual-minors", "shocking", "violence", "weapons",
        ];

        Assert.Empty(categories.Except(ShippedPolicy.Model.Categories.Keys));
    }

    [Fact]
    public void The_schema_names_the_same_keys_as_the_reader()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ShippedPolicy.Folder, "schema.json")));
        var condition = schema.RootElement.GetProperty("$defs").GetProperty("condition").GetProperty("properties").EnumerateObject().Select(key => key.Name);
        var unknown = TestPolicy.Compile(("base.yaml", TestPolicy.Base + $"rules: [{{id: a, category: gore, action: block, reason: R., when: {{{string.Join(", ", condition.Select(key => key + ": x"))}}}}}]"));

        // Every key of the schema is one the reader knows: what it reports about the nonsense values is never an unknown key.
        Assert.NotEmpty(unknown.Diagnostics);
        Assert.DoesNotContain(unknown.Diagnostics, diagnostic => diagnostic.Message.Contains("unknown key", StringComparison.Ordinal));
        Assert.Equal(Enum.GetValues<Decision>().Where(action => action != Decision.Allow).Select(EnumText.Of), EnumOf(schema, "rule", "action"));
        Assert.Equal(Enum.GetValues<LabelRule>().Select(EnumText.Of), EnumOf(schema, "tier", "label"));
    }

    private static IEnumerable<string?> EnumOf(JsonDocument schema, string definition, string property) =>
        schema.RootElement.GetProperty("$defs").GetProperty(definition).GetProperty("properties").GetProperty(property).GetProperty("enum").EnumerateArray().Select(value => value.GetString());

    [GeneratedRegex("([A-Za-z]+)~", RegexOptions.NonBacktracking)]
    private static partial Regex Inflected();
}
