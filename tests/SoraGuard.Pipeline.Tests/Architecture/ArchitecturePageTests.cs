using System.Text.RegularExpressions;
using SoraGuard.TestData;

namespace SoraGuard.Pipeline.Tests.Architecture;

/// <summary>What ARCHITECTURE.md points at is there.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string[] Places = ["", "src", "src/SoraGuard.", "tests", "tests/SoraGuard.", "src/SoraGuard.Pipeline"];

    [Fact]
    public void Every_path_of_the_page_is_there()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "ARCHITECTURE.md"));

        var paths = Path_().Matches(page).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.True(paths.Count > 30, $"only {paths.Count} paths were recognised on the page");
        Assert.All(paths, path => Assert.True(Places.Any(place => Exists(place, path)), $"{path} is not there"));
    }

    [Fact]
    public void Every_type_of_the_page_is_there()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "ARCHITECTURE.md"));
        var sources = new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories));
        var types = sources.Select(f => Path.GetFileNameWithoutExtension(f)!).ToHashSet();

        var named = Type_().Matches(page).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.Contains("ClipProcess", named);
        Assert.Empty(named.Except(types));
    }

    private static bool Exists(string place, string path)
    {
        var full = Path.Combine(SharedData.RepositoryRoot, place.EndsWith('.') ? place + path : Path.Combine(place, path));
        return File.Exists(full) || Directory.Exists(full);
    }

    /// <summary>In backticks, with a slash in it.</summary>
    [GeneratedRegex(@"`((?:[\w.-]+/)+[\w.-]*)`")]
    private static partial Regex Path_();

    /// <summary>In backticks, a name of two words or more as types have them.</summary>
    [GeneratedRegex("`((?:I?[A-Z][a-z0-9]+){2,})`")]
    private static partial Regex Type_();
}
