namespace SoraGuard.Pipeline.Storage;

/// <summary>How enums stand in the database: their lower-case name, which the check constraints list.</summary>
internal static class DbText
{
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
