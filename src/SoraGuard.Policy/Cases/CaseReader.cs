using SoraGuard.Policy.Documents;
using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Cases;

/// <summary>Reads one file of <c>kind: cases</c>.</summary>
internal static class CaseReader
{
    /// <returns>Its cases; none where the file is of another kind.</returns>
    public static IEnumerable<PolicyCase> Read(PolicyFile file, List<PolicyDiagnostic> all)
    {
        var diagnostics = new DiagnosticList(file.Path, []);
        if (YamlReader.Read(file, diagnostics) is not { } root || root.Find("kind") is not YamlScalar { Text: DocumentReader.CasesKind })
            return [];
        var map = new MapReader(root, new DiagnosticList(file.Path, all));
        map.RequireText("schema");
        map.RequireText("kind");
        map.RequireText("about");
        var defaults = map.Require("defaults") is { } node && MapReader.From(node, map.Diagnostics) is { } inner ? inner : null;
        var (at, region) = (defaults?.RequireText("at") ?? "", defaults?.TakeText("region"));
        var cases = map.TakeList("cases").Select(item => ReadCase(item, at, region, map.Diagnostics)).OfType<PolicyCase>().ToList();
        defaults?.Finish();
        map.Finish();
        return cases;
    }

    private static PolicyCase? ReadCase(YamlNode node, string at, string? region, DiagnosticList diagnostics)
    {
        if (MapReader.From(node, diagnostics) is not { } map)
            return null;
        var signals = new PolicySignals
        {
            Prompt = map.RequireText("prompt"),
            Region = map.TakeText("region") ?? region,
            Tier = map.TakeText("tier") ?? PolicySignals.DefaultTier,
            Abstained = map.TakeText("abstained"),
            Input = map.TakeEnum<InputProvenance>("input") ?? InputProvenance.None,
            Scores = ReadScores(map),
        };
        var id = map.RequireText("id");
        var time = ReadTime(map.TakeText("at") ?? at, node, diagnostics);
        var expect = map.RequireScalars("expect").Select(scalar => ReadDecision(scalar, diagnostics)).ToList();
        var rules = map.TakeScalars("rules").Select(scalar => scalar.Text).ToList();
        var spans = map.TakeScalars("spans").Select(scalar => scalar.Text).ToList();
        map.Finish();
        return new PolicyCase { Id = id, File = diagnostics.File, Line = node.Line, Signals = signals, At = time, Expect = expect, Rules = rules, Spans = spans };
    }

    private static PolicyTime ReadTime(string text, YamlNode node, DiagnosticList diagnostics)
    {
        try
        {
            return PolicyTime.Parse(text);
        }
        catch (PolicyRequestException exception)
        {
            diagnostics.Add(node, exception.Message);
            return default;
        }
    }

    private static Decision ReadDecision(YamlScalar scalar, DiagnosticList diagnostics)
    {
        foreach (var decision in Enum.GetValues<Decision>())
            if (EnumText.Of(decision) == scalar.Text)
                return decision;
        diagnostics.AddUnknown(scalar, "decision", scalar.Text, Enum.GetValues<Decision>().Select(EnumText.Of));
        return default;
    }

    private static Dictionary<string, double> ReadScores(MapReader map)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        if (map.Take("scores") is not { } node || MapReader.From(node, map.Diagnostics) is not { } inner)
            return scores;
        foreach (var entry in inner.Entries)
            scores[entry.Key] = inner.TakeShare(entry.Key) ?? 0;
        return scores;
    }
}
