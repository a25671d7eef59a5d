using SoraGuard.Policy.Documents.Yaml;
using SoraGuard.Policy.Rules;

namespace SoraGuard.Policy.Documents;

/// <summary>Compiles the rules of one policy document.</summary>
internal sealed class RuleCompiler(PolicyDocument document, PolicyNames names)
{
    /// <summary>The category nothing is granted in.</summary>
    private const string UngrantableCategory = "sexual-minors";

    public IReadOnlyList<CompiledRule> Compile()
    {
        var rules = new List<CompiledRule>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in document.Rules)
        {
            if (!ids.Add(rule.Id))
                document.Diagnostics.Add(rule.Line, $"there is a rule '{rule.Id}' already", "rule ids are unique in their document");
            document.Diagnostics.Check(rule.Category, "category", names.Categories.Keys);
            var grants = ReadGrants(rule);
            if (rule.When is null)
                continue;
            var when = new ConditionReader(names, document.Diagnostics).Read(rule.When);
            if (document.Enabled)
                rules.Add(new CompiledRule(Describe(rule, grants), when));
        }
        return rules;
    }

    private PolicyRule Describe(RuleDocument rule, IReadOnlyDictionary<string, Decision> grants) => new()
    {
        Id = $"{document.Id}/{rule.Id}",
        Version = rule.Version,
        Category = rule.Category.Text,
        Action = rule.Action,
        Grants = grants,
        Weight = rule.Weight ?? DefaultWeight(rule.Action),
        Reason = rule.Reason,
        Source = $"{document.Diagnostics.File}:{rule.Line}",
    };

    /// <summary>So that a category's score reads like the decision where a rule states no weight.</summary>
    private static double DefaultWeight(Decision action) => action switch
    {
        Decision.Block => 0.9,
        Decision.Review => 0.6,
        Decision.Label => 0.3,
        _ => 0,
    };

    private Dictionary<string, Decision> ReadGrants(RuleDocument rule)
    {
        var grants = new Dictionary<string, Decision>(StringComparer.Ordinal);
        if (rule.Grants.Count > 0 && rule.Category.Text == UngrantableCategory)
            document.Diagnostics.Add(rule.Line, $"nothing is granted in the category '{UngrantableCategory}'", "remove 'grants'");
        foreach (var grant in rule.Grants)
        {
            document.Diagnostics.Check(new YamlScalar(grant.Line, grant.Key), "tier", names.Tiers);
            var actions = Enum.GetValues<Decision>().Where(action => action < rule.Action).ToDictionary(EnumText.Of);
            if (grant.Value is YamlScalar text && actions.TryGetValue(text.Text, out var action))
                grants[grant.Key] = action;
            else
                document.Diagnostics.Add(grant.Line, $"the grant to '{grant.Key}' must be milder than '{EnumText.Of(rule.Action)}'", $"one of {string.Join(", ", actions.Keys)}");
        }
        return grants;
    }
}
