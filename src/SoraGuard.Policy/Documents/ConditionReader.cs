using SoraGuard.Policy.Documents.Yaml;
using SoraGuard.Policy.Rules;

namespace SoraGuard.Policy.Documents;

/// <summary>
/// Compiles the <c>when</c> of a rule. A map holds when all its keys hold; the keys are
/// all, any, not, near, terms, entities, election, score, abstained, input, tier, region, language.
/// </summary>
internal sealed class ConditionReader(PolicyNames names, DiagnosticList diagnostics)
{
    private const int LeastParts = 1;

    public Condition Read(YamlNode node)
    {
        if (MapReader.From(node, diagnostics) is not { } map)
            return new AllOf([]);
        var conditions = new List<Condition>();
        ReadCombinations(map, conditions);
        ReadText(map, conditions);
        ReadRequest(map, conditions);
        map.Finish();
        if (map.Entries.Count == 0)
            diagnostics.Add(node, "the condition is empty");
        return conditions.Count == 1 ? conditions[0] : new AllOf(conditions);
    }

    private void ReadCombinations(MapReader map, List<Condition> conditions)
    {
        if (map.Take("all") is not null)
            conditions.Add(new AllOf([.. map.TakeList("all").Select(Read)]));
        if (map.Take("any") is not null)
            conditions.Add(new AnyOf([.. map.TakeList("any").Select(Read)]));
        if (map.Take("not") is { } negated)
            conditions.Add(new Not(Read(negated)));
    }

    private void ReadText(MapReader map, List<Condition> conditions)
    {
        if (ReadSources(map) is { Count: > 0 } sources)
            conditions.Add(new TermsFound(sources));
        if (map.Take("near") is { } near && MapReader.From(near, diagnostics) is { } inner)
            conditions.Add(ReadNear(near, inner));
        foreach (var language in map.TakeScalars("language"))
        {
            diagnostics.Check(language, "language state", ["uncovered"]);
            conditions.Add(new LanguageUncovered());
        }
    }

    private void ReadRequest(MapReader map, List<Condition> conditions)
    {
        if (map.Take("election") is { } election && MapReader.From(election, diagnostics) is { } window && ReadElection(window) is { } open)
            conditions.Add(open);
        if (map.Take("score") is { } score && MapReader.From(score, diagnostics) is { } inner)
            conditions.Add(ReadScore(inner));
        if (map.TakeBool("abstained") is { } abstained)
            conditions.Add(new HasAbstained(abstained));
        if (map.TakeScalars("input") is { Count: > 0 } inputs)
            conditions.Add(new InputIs([.. inputs.Select(ReadInput)]));
        if (map.TakeScalars("tier") is { Count: > 0 } tiers)
            conditions.Add(new TierIs([.. tiers.Select(tier => diagnostics.Check(tier, "tier", names.Tiers))]));
        if (map.TakeScalars("region") is { Count: > 0 } regions)
            conditions.Add(new RegionIs([.. regions.Select(ReadRegion)]));
    }

    private Near ReadNear(YamlNode node, MapReader map)
    {
        var parts = new List<IReadOnlyList<int>>();
        foreach (var item in map.TakeList("of"))
            parts.Add(ReadSourceMap(item));
        if (parts.Count < LeastParts)
            diagnostics.Add(node, $"'near' needs a part under 'of'");
        var within = map.TakeCount("within");
        var unless = map.Take("unless") is { } excuse ? ReadSourceMap(excuse) : [];
        var inOrder = map.TakeBool("inOrder") ?? false;
        map.Finish();
        return new Near(parts, unless, within, inOrder);
    }

    private List<int> ReadSourceMap(YamlNode node)
    {
        if (MapReader.From(node, diagnostics) is not { } map)
            return [];
        var sources = ReadSources(map);
        if (sources.Count == 0)
            diagnostics.Add(node, "'terms' or 'entities' is missing");
        map.Finish();
        return sources;
    }

    private List<int> ReadSources(MapReader map)
    {
        var sources = new List<int>();
        foreach (var (key, what, known) in new[] { ("terms", "term group", names.TermGroups), ("entities", "entity class", names.EntityClasses) })
            foreach (var name in map.TakeScalars(key))
                if (known.TryGetValue(diagnostics.Check(name, what, known.Keys), out var source))
                    sources.Add(source);
        return sources;
    }

    private ElectionWindowOpen? ReadElection(MapReader map)
    {
        var kind = map.RequireEnum<WindowKind>("window");
        var calendar = map.RequireScalars("calendar");
        map.Finish();
        if (calendar.Count != 1 || !names.Calendars.TryGetValue(diagnostics.Check(calendar[0], "calendar", names.Calendars.Keys), out var found))
            return null;
        return new ElectionWindowOpen(found, kind);
    }

    private static ScoreAtLeast ReadScore(MapReader map)
    {
        var name = map.RequireText("name");
        if (map.Require("atLeast") is null)
            return new ScoreAtLeast(name, 0);
        var threshold = map.TakeShare("atLeast") ?? 0;
        map.Finish();
        return new ScoreAtLeast(name, threshold);
    }

    private InputProvenance ReadInput(YamlScalar scalar)
    {
        foreach (var kind in Enum.GetValues<InputProvenance>())
            if (EnumText.Of(kind) == scalar.Text)
                return kind;
        diagnostics.AddUnknown(scalar, "input provenance", scalar.Text, Enum.GetValues<InputProvenance>().Select(EnumText.Of));
        return default;
    }

    private Region ReadRegion(YamlScalar scalar)
    {
        if (!Region.TryParse(scalar.Text, out var region))
            diagnostics.Add(scalar, $"'{scalar.Text}' is no region", "an ISO 3166 code such as US or US-CA");
        return region;
    }
}
