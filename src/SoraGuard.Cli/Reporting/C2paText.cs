using SoraGuard.C2pa.Validation;

namespace SoraGuard.Cli.Reporting;

/// <summary>A validation for a person.</summary>
internal static class C2paText
{
    public static void Print(string file, ValidationResult result, TextWriter writer)
    {
        writer.WriteLine($"{file}: {result.State}. {result.Summary}");
        if (result.ActiveManifest is { } manifest) writer.WriteLine($"  manifest    {manifest}");
        if (result.ClaimGenerator is { } generator) writer.WriteLine($"  made with   {generator}");
        foreach (var type in result.DigitalSourceTypes) writer.WriteLine($"  source type {type}");
        foreach (var disclosure in result.AiDisclosures)
            writer.WriteLine($"  model       {string.Join(", ", new[] { disclosure.ModelName, disclosure.ModelIdentifier, disclosure.ModelType, disclosure.HumanOversightLevel }.OfType<string>())}");
        foreach (var ingredient in result.Ingredients)
            writer.WriteLine($"  ingredient  {ingredient.Relationship} {ingredient.Title}{(ingredient.IsIntactAndTrusted ? "" : " (NOT intact, or not trusted)")}");
        foreach (var status in result.Codes.Where(c => c.Kind == StatusKind.Failure))
            writer.WriteLine($"  FAILURE     {status.Code}: {status.Explanation}");
        foreach (var status in result.Codes.Where(c => c.Kind == StatusKind.Informational))
            writer.WriteLine($"  note        {status.Code}: {status.Explanation}");
    }
}
