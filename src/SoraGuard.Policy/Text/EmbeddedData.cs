namespace SoraGuard.Policy.Text;

/// <summary>The generated tables that are built into the assembly (<c>Text/Data</c>): lines, without comments.</summary>
internal static class EmbeddedData
{
    public static readonly string[] Names = ["english.txt", "folding.txt", "scripts.txt", "stopwords.txt"];

    public static IEnumerable<string> ReadLines(string name)
    {
        using var reader = new StreamReader(Open(name));
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line;
    }

    public static Stream Open(string name) =>
        typeof(EmbeddedData).Assembly.GetManifestResourceStream("SoraGuard.Policy.Text.Data." + name)
        ?? throw new InvalidOperationException($"The assembly lacks its table {name}");
}
