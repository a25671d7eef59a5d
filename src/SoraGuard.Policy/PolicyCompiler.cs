using SoraGuard.Policy.Documents;
using SoraGuard.Policy.Documents.Yaml;
using SoraGuard.Policy.Terms;

namespace SoraGuard.Policy;

/// <summary>Turns the files of a policy folder into a <see cref="PolicyModel"/>, or says everything that is wrong with them.</summary>
public sealed class PolicyCompiler
{
    private readonly List<PolicyDiagnostic> _diagnostics = [];
    private readonly PolicyNames _names = new();
    private readonly TermTable _terms = new();

    private PolicyCompiler()
    {
    }

    /// <summary>Compiles a folder's files. Nothing is thrown for what the files hold: that is in the result.</summary>
    public static PolicyCompilation Compile(IReadOnlyList<PolicyFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new PolicyCompiler().Run(files);
    }

    private PolicyCompilation Run(IReadOnlyList<PolicyFile> files)
    {
        var documents = new List<SourceDocument>();
        var digested = new List<PolicyFile>();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            if (DocumentReader.Read(file, _diagnostics, out var kind) is { } document)
                documents.Add(document);
            if (kind != DocumentReader.CasesKind)
                digested.Add(file);
        }
        CheckIds(documents);
        AddBase([.. documents.OfType<PolicyDocument>()]);
        foreach (var document in documents)
            AddNames(document);
        var rules = documents.OfType<PolicyDocument>().SelectMany(policy => new RuleCompiler(policy, _names).Compile()).OrderBy(rule => rule.Rule.Id, StringComparer.Ordinal).ToList();
        var sorted = _diagnostics.OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Line).ToList();
        if (sorted.Count > 0)
            return new PolicyCompilation(null, sorted);
        var categories = new SortedDictionary<string, string>(_names.Categories, StringComparer.Ordinal);
        return new PolicyCompilation(new PolicyModel(PolicyDigest.Compute(digested), categories, _names.TierMap, rules, [.. _names.Calendars.Values], _terms), []);
    }

    private static void CheckIds(List<SourceDocument> documents)
    {
        foreach (var same in documents.GroupBy(document => (document.GetType(), document.Id)))
            foreach (var second in same.Skip(1))
                second.Diagnostics.Add(second.Line, $"the id '{second.Id}' is taken by {same.First().Diagnostics.File}", "give each document an id of its own");
    }

    private void AddBase(List<PolicyDocument> policies)
    {
        var bases = policies.FindAll(policy => policy.Role == PolicyRole.Base);
        if (bases.Count == 0)
            _diagnostics.Add(new PolicyDiagnostic { File = "", Line = 0, Message = "there is no base policy", Hint = "one file needs 'kind: policy' and 'role: base'" });
        foreach (var second in bases.Skip(1))
            second.Diagnostics.Add(second.Line, $"there is a base policy already: {bases[0].Diagnostics.File}", "make this one 'role: overlay'");
        foreach (var policy in bases.Take(1))
        {
            foreach (var category in policy.Categories)
                _names.Categories[category.Key] = (category.Value as YamlScalar)?.Text ?? "";
            foreach (var tier in policy.Tiers)
                _names.TierMap[tier.Tier.Name] = tier.Tier;
            if (!_names.TierMap.ContainsKey(PolicySignals.DefaultTier))
                policy.Diagnostics.Add(policy.Line, $"the tier '{PolicySignals.DefaultTier}' is missing", "it is the tier of requests that name none");
        }
    }

    private void AddNames(SourceDocument document)
    {
        var collector = new TermCollector(_names, _terms);
        switch (document)
        {
            case TermsDocument terms:
                collector.Add(terms);
                break;
            case EntitiesDocument entities:
                collector.Add(entities);
                break;
            case CalendarDocument calendar:
                _names.Calendars[calendar.Id] = calendar.Calendar;
                break;
        }
    }
}
