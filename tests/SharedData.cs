using System.Runtime.CompilerServices;

namespace SoraGuard.TestData;

/// <summary>
/// Third-party files that tests use and the repository never holds: the folder named by <c>SORAGUARD_TEST_DATA</c>,
/// else <c>../shared/data</c> beside the checkout.
/// </summary>
internal static class SharedData
{
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("SORAGUARD_TEST_DATA") ?? Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "data"));

    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public static string? ReasonToSkip(string part) =>
        Path.Exists(PathOf(part)) ? null : $"needs the shared test data '{part}': not found at {PathOf(part)} (set SORAGUARD_TEST_DATA)";

    private static string FindRepositoryRoot([CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SoraGuard.sln")))
                return folder;
        throw new InvalidOperationException($"No SoraGuard.sln above {here}");
    }
}

/// <summary>A test that needs a part of the shared data, and is skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string part) => Skip = SharedData.ReasonToSkip(part);
}

/// <inheritdoc cref="SharedDataFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute(string part) => Skip = SharedData.ReasonToSkip(part);
}
