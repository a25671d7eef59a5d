using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>Where a policy stands: there is one base, and overlays that can only add rules to it.</summary>
internal enum PolicyRole
{
    Base,
    Overlay,
}

/// <summary>A file of <c>kind: policy</c> as written.</summary>
internal sealed record PolicyDocument : SourceDocument
{
    public required PolicyRole Role { get; init; }

    /// <summary>An overlay that is switched off adds nothing; it is still read, checked and part of the digest.</summary>
    public required bool Enabled { get; init; }

    public required IReadOnlyList<YamlEntry> Categories { get; init; }

    public required IReadOnlyList<TierDocument> Tiers { get; init; }

    public required IReadOnlyList<RuleDocument> Rules { get; init; }

    public static PolicyDocument Read(string id, MapReader map)
    {
        var role = map.RequireEnum<PolicyRole>("role");
        map.RequireText("title");
        map.RequireText("description");
        var document = new PolicyDocument
        {
            Id = id,
            Line = map.Line,
            Diagnostics = map.Diagnostics,
            Role = role,
            Enabled = map.TakeBool("enabled") ?? true,
            Categories = map.TakeEntries("categories"),
            Tiers = [.. map.TakeEntries("tiers").Select(entry => TierDocument.Read(entry, map.Diagnostics)).OfType<TierDocument>()],
            Rules = [.. map.TakeList("rules").Select(node => RuleDocument.Read(node, map.Diagnostics)).OfType<RuleDocument>()],
        };
        document.CheckRole(map);
        return document;
    }

    private void CheckRole(MapReader map)
    {
        if (Role == PolicyRole.Base)
        {
            if (!Enabled)
                Diagnostics.Add(Line, "the base policy cannot be switched off");
            return;
        }
        foreach (var key in new[] { "categories", "tiers" })
            if (map.Take(key) is { } node)
                Diagnostics.Add(node, $"only the base policy has '{key}'", "an overlay adds rules, and so can only tighten");
        foreach (var rule in Rules)
            if (rule.Grants.Count > 0)
                Diagnostics.Add(rule.Line, "only the base policy grants a tier a milder action", "remove 'grants'");
    }
}
