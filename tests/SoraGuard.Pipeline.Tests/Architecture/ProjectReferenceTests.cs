using System.Xml.Linq;
using SoraGuard.TestData;

namespace SoraGuard.Pipeline.Tests.Architecture;

/// <summary>ARCHITECTURE.md, "The arrows": references go downward only, and the pure libraries stay pure.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["SoraGuard.Cli"] = ["SoraGuard.Server"],
        ["SoraGuard.Server"] = ["SoraGuard.Pipeline"],
        ["SoraGuard.Pipeline"] = ["SoraGuard.C2pa", "SoraGuard.Audit", "SoraGuard.Policy", "SoraGuard.Media", "SoraGuard.Inference"],
        ["SoraGuard.Inference"] = ["SoraGuard.Media", "Microsoft.ML.OnnxRuntime"],
        ["SoraGuard.C2pa"] = [],
        ["SoraGuard.Audit"] = [],
        ["SoraGuard.Policy"] = [],
        ["SoraGuard.Media"] = [],
        ["Microsoft.ML.OnnxRuntime"] = [],
    };

    private static readonly string[] Pure = ["SoraGuard.C2pa", "SoraGuard.Audit", "SoraGuard.Policy", "SoraGuard.Media"];

    private static readonly string[] Impure =
        ["MassTransit", "Npgsql", "Dapper", "Microsoft.Extensions.", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http"];

    public static TheoryData<string> Projects => [.. Names];

    private static IEnumerable<string> Names => Directory.EnumerateDirectories(Source).Select(d => Path.GetFileName(d)!);

    private static string Source => Path.Combine(SharedData.RepositoryRoot, "src");

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_stands_below_it(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} is not in ARCHITECTURE.md: a new project needs a reason");

        var referenced = Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')));

        Assert.Empty(referenced.Except(Allowed[project]));
    }

    [Fact]
    public void Every_project_of_the_architecture_is_there() => Assert.Equal(Allowed.Keys.Order(), Names.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_pure_library_is_marked_as_one_and_takes_nothing_of_hosting_or_storage(string project)
    {
        if (!Pure.Contains(project)) return;

        Assert.Equal(["true"], Document(project).Descendants("PureLibrary").Select(e => e.Value));
        Assert.DoesNotContain(Items(project, "PackageReference"), package => Impure.Any(package.StartsWith));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories))
            Assert.DoesNotContain(File.ReadLines(file), line => line.StartsWith("using ", StringComparison.Ordinal) && Impure.Any(n => line.Contains(n, StringComparison.Ordinal)));
    }

    [Fact]
    public void No_folder_is_called_by_what_it_does_not_say()
    {
        string[] empty = ["Common", "Shared", "Utils", "Helpers"];

        Assert.DoesNotContain(Directory.EnumerateDirectories(Source, "*", SearchOption.AllDirectories), d => empty.Contains(Path.GetFileName(d)));
    }

    private static IEnumerable<string> Items(string project, string name) => Document(project).Descendants(name).Select(e => e.Attribute("Include")!.Value);

    private static XDocument Document(string project) => XDocument.Load(Path.Combine(Source, project, project + ".csproj"));
}
