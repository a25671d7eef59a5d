using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>A rule as written; the condition stays YAML until all names are known.</summary>
internal sealed record RuleDocument
{
    public required string Id { get; init; }

    public required int Line { get; init; }

    public required int Version { get; init; }

    public required YamlScalar Category { get; init; }

    public required Decision Action { get; init; }

    public required IReadOnlyList<YamlEntry> Grants { get; init; }

    public required double? Weight { get; init; }

    public required string Reason { get; init; }

    public required YamlNode? When { get; init; }

    public static RuleDocument? Read(YamlNode node, DiagnosticList diagnostics)
    {
        if (MapReader.From(node, diagnostics) is not { } map)
            return null;
        var rule = new RuleDocument
        {
            Id = map.RequireText("id"),
            Line = node.Line,
            Version = map.TakeCount("version") ?? 1,
            Category = map.RequireScalars("category") is [var category] ? category : new YamlScalar(node.Line, ""),
            Action = map.RequireEnum<Decision>("action"),
            Grants = map.TakeEntries("grants"),
            Weight = map.TakeShare("weight"),
            Reason = map.RequireText("reason"),
            When = map.Require("when"),
        };
        if (!Names.IsValid(rule.Id))
            diagnostics.Add(node, $"'{rule.Id}' is no rule id", Names.Hint);
        if (rule.Action == Decision.Allow && map.Take("action") is YamlScalar { Text: "allow" })
            diagnostics.Add(node, "a rule cannot allow", "what no rule names is allowed; use 'unless', 'not' or a term list's 'except'");
        map.Finish();
        return rule;
    }
}
