using SoraGuard.Policy.Documents.Yaml;
using SoraGuard.Policy.Terms;

namespace SoraGuard.Policy.Documents;

/// <summary>Puts the terms and names of documents into the table that is searched.</summary>
internal sealed class TermCollector(PolicyNames names, TermTable terms)
{
    public void Add(TermsDocument document)
    {
        foreach (var group in document.Groups)
            AddGroup(document, group);
    }

    private void AddGroup(TermsDocument document, TermGroupDocument group)
    {
        if (group.Category is { } category)
            document.Diagnostics.Check(category, "category", names.Categories.Keys);
        int? exceptions = null;
        if (document.Except.Count + group.Except.Count > 0)
        {
            exceptions = terms.AddSource(new TermSource(group.Id + " (exceptions)"));
            AddTerms([.. document.Except, .. group.Except], exceptions.Value, document.Diagnostics);
        }
        var source = terms.AddSource(new TermSource(group.Id, group.Category?.Text, group.Weight, exceptions));
        if (!names.TermGroups.TryAdd(group.Id, source))
            document.Diagnostics.Add(group.Line, $"there is a term group '{group.Id}' already");
        AddTerms(group.Terms, source, document.Diagnostics);
    }

    private void AddTerms(IReadOnlyList<YamlScalar> phrases, int source, DiagnosticList diagnostics)
    {
        foreach (var term in phrases)
            if (terms.Add(term.Text, source) is { } problem)
                diagnostics.Add(term, $"the term '{term.Text}' {problem}");
    }

    public void Add(EntitiesDocument document)
    {
        if (!names.EntityClasses.TryGetValue(document.Class, out var source))
            names.EntityClasses.Add(document.Class, source = terms.AddSource(new TermSource(document.Class)));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entity in document.Entities)
        {
            if (!ids.Add(entity.Id))
                document.Diagnostics.Add(entity.Line, $"the entity '{entity.Id}' stands here twice");
            foreach (var name in entity.Names)
                if (terms.Add(name.Text, source, entity.From, entity.Through) is { } problem)
                    document.Diagnostics.Add(name, $"the name '{name.Text}' {problem}");
        }
    }
}
