using System.Text;

namespace SoraGuard.Policy.Tests;

public sealed class PolicyFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("soraguard-policy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_takes_yaml_files_below_the_folder_in_order_of_path()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "terms"));
        foreach (var path in new[] { "base.yaml", "terms/b.yml", "terms/a.yaml", "base.md", "schema.json" })
            File.WriteAllText(Path.Combine(_folder, path), path);

        var files = PolicyFolder.Read(_folder);

        Assert.Equal(["base.yaml", "terms/a.yaml", "terms/b.yml"], files.Select(file => file.Path));
        Assert.Equal("terms/a.yaml", Encoding.UTF8.GetString(files[1].Content.Span));
    }

    [Fact]
    public void Read_refuses_a_file_beyond_the_limit()
    {
        using (var file = File.Create(Path.Combine(_folder, "base.yaml")))
            file.SetLength(50 << 20);

        Assert.Contains("base.yaml", Assert.Throws<PolicyLimitException>(() => PolicyFolder.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_no_folder_says_so() => Assert.Throws<DirectoryNotFoundException>(() => PolicyFolder.Read(Path.Combine(_folder, "none")));

    [Fact]
    public void RequireModel_throws_with_every_diagnostic()
    {
        var result = PolicyCompiler.Compile([]);

        Assert.Equal(result.Diagnostics, Assert.Throws<InvalidPolicyException>(result.RequireModel).Diagnostics);
    }
}
