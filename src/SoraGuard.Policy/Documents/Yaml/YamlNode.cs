namespace SoraGuard.Policy.Documents.Yaml;

/// <summary>A YAML value and the line it starts on (1-based).</summary>
internal abstract record YamlNode(int Line);

internal sealed record YamlScalar(int Line, string Text) : YamlNode(Line);

internal sealed record YamlList(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line);

internal sealed record YamlEntry(string Key, int Line, YamlNode Value);

internal sealed record YamlMap(int Line, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line)
{
    public YamlNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
}
