using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>Reads one file of a policy folder, by its <c>kind</c>.</summary>
internal static class DocumentReader
{
    public const string Schema = "1";
    public const string CasesKind = "cases";

    private static readonly string[] Kinds = ["policy", "terms", "entities", "calendar", CasesKind];

    /// <returns>The document; null where it is not readable, with the reason in the diagnostics, and for cases, which are read elsewhere.</returns>
    public static SourceDocument? Read(PolicyFile file, List<PolicyDiagnostic> all, out string? kind)
    {
        kind = null;
        var diagnostics = new DiagnosticList(file.Path, all);
        if (YamlReader.Read(file, diagnostics) is not { } root)
            return null;
        var map = new MapReader(root, diagnostics);
        if (map.RequireText("schema") is var schema && schema != Schema && schema.Length > 0)
            diagnostics.Add(root, $"schema {schema} is not known", $"this program reads schema {Schema}");
        kind = map.RequireText("kind");
        if (kind == CasesKind)
            return null;
        var id = map.RequireText("id");
        if (!Names.IsValid(id))
            diagnostics.Add(root, $"'{id}' is no document id", Names.Hint);
        SourceDocument? document = kind switch
        {
            "policy" => PolicyDocument.Read(id, map),
            "terms" => TermsDocument.Read(id, map),
            "entities" => EntitiesDocument.Read(id, map),
            "calendar" => CalendarDocument.Read(id, map),
            _ => null,
        };
        if (document is null && kind.Length > 0)
            diagnostics.AddUnknown(root, "kind", kind, Kinds);
        if (document is not null)
            map.Finish();
        return document;
    }
}
