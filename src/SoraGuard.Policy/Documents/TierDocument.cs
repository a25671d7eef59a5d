using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>A tier as written in the base policy.</summary>
internal sealed record TierDocument(PolicyTier Tier, int Line)
{
    public static TierDocument? Read(YamlEntry entry, DiagnosticList diagnostics)
    {
        if (MapReader.From(entry.Value, diagnostics) is not { } map)
            return null;
        if (!Names.IsValid(entry.Key))
            diagnostics.Add(entry.Line, $"'{entry.Key}' is no tier name", Names.Hint);
        var label = map.RequireEnum<LabelRule>("label");
        var expires = map.TakeDate("expires");
        map.RequireText("about");
        var quota = map.Require("quota") is { } node && MapReader.From(node, diagnostics) is { } inner ? inner : null;
        var tier = new PolicyTier
        {
            Name = entry.Key,
            Label = label,
            Expires = expires,
            ClipsPerDay = TakeQuota(quota, "clipsPerDay"),
            SecondsPerClip = TakeQuota(quota, "secondsPerClip"),
            SecondsPerDay = TakeQuota(quota, "secondsPerDay"),
        };
        quota?.Finish();
        map.Finish();
        if (tier is { Name: PolicySignals.DefaultTier, Expires: not null })
            diagnostics.Add(entry.Line, $"the tier '{PolicySignals.DefaultTier}' cannot expire: it is what the others fall back to");
        return new TierDocument(tier, entry.Line);
    }

    private static int TakeQuota(MapReader? quota, string key)
    {
        if (quota?.Require(key) is null)
            return 0;
        return quota.TakeCount(key) ?? 0;
    }
}
