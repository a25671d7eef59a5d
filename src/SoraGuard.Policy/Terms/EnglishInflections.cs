namespace SoraGuard.Policy.Terms;

/// <summary>
/// The forms of a word marked <c>~</c> in a term list: plural or third person, past, and -ing. Where spelling may or may not
/// double a consonant both forms are given: a form that nobody writes costs nothing.
/// </summary>
internal static class EnglishInflections
{
    public static IReadOnlyList<string> Of(string word)
    {
        var forms = new List<string> { word, Plural(word) };
        if (word.EndsWith('e'))
        {
            forms.Add(word + "d");
            forms.Add(word.EndsWith("ie", StringComparison.Ordinal) ? word[..^2] + "ying" : word[..^1] + "ing");
            forms.Add(word + "ing");
        }
        else if (EndsInConsonantY(word))
        {
            forms.Add(word[..^1] + "ied");
            forms.Add(word + "ing");
        }
        else
        {
            AddWith(forms, word);
            if (MayDouble(word))
                AddWith(forms, word + word[^1]);
        }
        return forms;
    }

    private static void AddWith(List<string> forms, string stem)
    {
        forms.Add(stem + "ed");
        forms.Add(stem + "ing");
    }

    private static string Plural(string word)
    {
        if (EndsInConsonantY(word))
            return word[..^1] + "ies";
        var hisses = word.EndsWith('s') || word.EndsWith('x') || word.EndsWith('z')
            || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal);
        return word + (hisses ? "es" : "s");
    }

    private static bool EndsInConsonantY(string word) => word.Length > 1 && word[^1] == 'y' && !IsVowel(word[^2]);

    private static bool MayDouble(string word) =>
        word.Length >= 3 && !IsVowel(word[^1]) && word[^1] is not ('w' or 'x' or 'y') && IsVowel(word[^2]) && !IsVowel(word[^3]);

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
