using SoraGuard.Policy.Documents.Yaml;

namespace SoraGuard.Policy.Documents;

/// <summary>A file of <c>kind: entities</c> as written: people and bodies known by name, all of one class.</summary>
internal sealed record EntitiesDocument : SourceDocument
{
    public required string Class { get; init; }

    public required IReadOnlyList<EntityDocument> Entities { get; init; }

    public static EntitiesDocument Read(string id, MapReader map)
    {
        var document = new EntitiesDocument
        {
            Id = id,
            Line = map.Line,
            Diagnostics = map.Diagnostics,
            Class = map.RequireText("class"),
            Entities = [.. map.TakeList("entities").Select(node => EntityDocument.Read(node, map.Diagnostics)).OfType<EntityDocument>()],
        };
        map.RequireText("about");
        map.RequireText("source");
        map.RequireDate("retrieved");
        if (!Names.IsValid(document.Class))
            map.Diagnostics.Add(map.Line, $"'{document.Class}' is no class name", Names.Hint);
        return document;
    }
}

/// <param name="Id">Unique in its file.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Names">The name and its aliases, in any script.</param>
/// <param name="From">First day it holds; null = always.</param>
/// <param name="Through">Last day it holds; null = no end.</param>
internal sealed record EntityDocument(string Id, int Line, IReadOnlyList<YamlScalar> Names, DateOnly? From, DateOnly? Through)
{
    public static EntityDocument? Read(YamlNode node, DiagnosticList diagnostics)
    {
        if (MapReader.From(node, diagnostics) is not { } map)
            return null;
        var entity = new EntityDocument(
            map.RequireText("id"), node.Line, [.. map.RequireScalars("name"), .. map.TakeScalars("aliases")], map.TakeDate("from"), map.TakeDate("through"));
        map.Finish();
        if (entity.Through < entity.From)
            diagnostics.Add(node, "'through' is before 'from'");
        return entity;
    }
}
