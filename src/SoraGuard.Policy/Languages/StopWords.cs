using SoraGuard.Policy.Text;

namespace SoraGuard.Policy.Languages;

/// <summary>
/// Function words of languages in Latin script, folded (<c>Data/stopwords.txt</c>: one line a language). English has its own line;
/// a word that English also has is no evidence for another language and is left out there.
/// </summary>
internal static class StopWords
{
    public const int English = 0;

    private static readonly List<string> LanguageNames = ["en"];
    private static readonly Dictionary<string, int[]> LanguagesOf = Read();
    private static readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> ByText = LanguagesOf.GetAlternateLookup<ReadOnlySpan<char>>();

    public static int LanguageCount => LanguageNames.Count;

    public static string NameOf(int language) => LanguageNames[language];

    public static ReadOnlySpan<int> Of(ReadOnlySpan<char> folded) => ByText.TryGetValue(folded, out var languages) ? languages : [];

    private static Dictionary<string, int[]> Read()
    {
        var languages = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var line in EmbeddedData.ReadLines("stopwords.txt"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var language = LanguageNames.IndexOf(line[..colon]);
            if (language < 0)
            {
                language = LanguageNames.Count;
                LanguageNames.Add(line[..colon]);
            }
            foreach (var word in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                languages[word] = [.. languages.GetValueOrDefault(word, []), language];
        }
        return languages;
    }
}
