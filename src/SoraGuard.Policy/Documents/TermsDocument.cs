using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>A file of <c>kind: terms</c> as written.</summary>
internal sealed record TermsDocument : SourceDocument
{
    /// <summary>Phrases within which no term of the file counts.</summary>
    public required IReadOnlyList<YamlScalar> Except { get; init; }

    public required IReadOnlyList<TermGroupDocument> Groups { get; init; }

    public static TermsDocument Read(string id, MapReader map) => new()
    {
        Id = id,
        Line = map.Line,
        Diagnostics = map.Diagnostics,
        Except = map.TakeScalars("except"),
        Groups = map.Require("groups") is { } node && MapReader.From(node, map.Diagnostics) is { } groups
            ? [.. groups.Entries.Select(entry => TermGroupDocument.Read(entry, map.Diagnostics)).OfType<TermGroupDocument>()]
            : [],
    };
}

/// <summary>Terms that rules name together.</summary>
internal sealed record TermGroupDocument
{
    public required string Id { get; init; }

    public required int Line { get; init; }

    /// <summary>Null for a group that is only a part of rules.</summary>
    public required YamlScalar? Category { get; init; }

    public required double Weight { get; init; }

    public required IReadOnlyList<YamlScalar> Terms { get; init; }

    public required IReadOnlyList<YamlScalar> Except { get; init; }

    public static TermGroupDocument? Read(YamlEntry entry, DiagnosticList diagnostics)
    {
        if (MapReader.From(entry.Value, diagnostics) is not { } map)
            return null;
        if (!Names.IsValid(entry.Key))
            diagnostics.Add(entry.Line, $"'{entry.Key}' is no group name", Names.Hint);
        map.RequireText("about");
        var category = map.TakeScalars("category");
        var weight = map.TakeShare("weight");
        var group = new TermGroupDocument
        {
            Id = entry.Key,
            Line = entry.Line,
            Category = category.Count == 1 ? category[0] : null,
            Weight = weight ?? 0,
            Terms = [.. map.TakeScalars("en"), .. map.TakeScalars("zh"), .. map.TakeScalars("any")],
            Except = map.TakeScalars("except"),
        };
        if (category.Count == 1 != weight.HasValue)
            diagnostics.Add(entry.Line, "'category' and 'weight' go together", "a group with neither is only a part of rules");
        if (group.Terms.Count == 0)
            diagnostics.Add(entry.Line, $"the group '{entry.Key}' has no terms", "list them under 'en', 'zh' or 'any'");
        map.Finish();
        return group;
    }
}
