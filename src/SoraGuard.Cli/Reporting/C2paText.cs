using SoraGuard.C2pa.Validation;

namespace SoraGuard.Cli.Reporting;

/// <summary>A validation for a person. Names come from the file that is judged, so none is printed as it stands.</summary>
internal static class C2paText
{
    public static void Print(string file, ValidationResult result, TextWriter writer)
    {
        foreach (var line in Lines(file, result)) writer.WriteLine(TerminalText.Plain(line));
    }

    private static IEnumerable<string> Lines(string file, ValidationResult result) =>
    [
        $"{file}: {result.State}. {result.Summary}",
        .. result.ActiveManifest is { } manifest ? [$"  manifest    {manifest}"] : Array.Empty<string>(),
        .. result.ClaimGenerator is { } generator ? [$"  made with   {generator}"] : Array.Empty<string>(),
        .. result.DigitalSourceTypes.Select(type => $"  source type {type}"),
        .. result.AiDisclosures.Select(d => $"  model       {string.Join(", ", new[] { d.ModelName, d.ModelIdentifier, d.ModelType, d.HumanOversightLevel }.OfType<string>())}"),
        .. result.Ingredients.Select(i => $"  ingredient  {i.Relationship} {i.Title}{(i.IsIntactAndTrusted ? "" : " (NOT intact, or not trusted)")}"),
        .. result.Identities.Select(i => $"  identity    {i.Name ?? "not known"}{(i.Issuer is { } issuer ? $", by {issuer}" : "")}{(i.IsTrusted ? "" : " (NOT proven)")}"),
        .. result.Codes.Where(c => c is { IngredientUri: null, Code: StatusCodes.AssertionBmffHashMatch or StatusCodes.AssertionDataHashMatch or StatusCodes.AssertionBoxesHashMatch }).Select(c => $"  content     {c.Explanation}"),
        .. result.Codes.Where(c => c.Kind == StatusKind.Failure).Select(c => $"  FAILURE     {c.Code}: {c.Explanation}"),
        .. result.Codes.Where(c => c.Kind == StatusKind.Informational).Select(c => $"  note        {c.Code}: {c.Explanation}"),
    ];
}
