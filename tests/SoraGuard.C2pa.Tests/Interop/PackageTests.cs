using System.IO.Compression;
using System.Xml.Linq;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>The package a stranger would take, made from what these tests were built with.</summary>
[Trait("Category", "Integration")]
public sealed class PackageTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Package_HasReadmeDocumentationAndLicence_AndNeedsNoOther()
    {
        using var package = ZipFile.OpenRead(Pack());
        XElement Metadata(string name) => Descendants(package).Single(e => e.Name.LocalName == name);

        Assert.Equal("SoraGuard.C2pa", Metadata("id").Value);
        Assert.Equal("Apache-2.0", Metadata("license").Value);
        Assert.Equal("README.md", Metadata("readme").Value);
        Assert.NotEmpty(Metadata("description").Value);
        Assert.DoesNotContain("dependency", Descendants(package).Select(e => e.Name.LocalName));
        Assert.Equal(["Microsoft.AspNetCore.App"], Descendants(package).Where(e => e.Name.LocalName == "frameworkReference").Select(e => e.Attribute("name")!.Value));
        Assert.Equal(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src", "SoraGuard.C2pa", "README.md")), Text(package, "README.md"));
        Assert.Contains("M:SoraGuard.C2pa.Signing.UpdateSigner.UpdateInPlaceAsync", Text(package, "lib/net10.0/SoraGuard.C2pa.xml"), StringComparison.Ordinal);
        Assert.Equal(["SoraGuard.C2pa.dll"], package.Entries.Where(e => e.Name.EndsWith(".dll", StringComparison.Ordinal)).Select(e => e.Name));
    }

    /// <summary>A program of its own, with this package and no other source of packages.</summary>
    [Fact]
    public void Package_IsAllThatAProgramNeeds()
    {
        var version = Path.GetFileNameWithoutExtension(Pack())["SoraGuard.C2pa.".Length..];
        var clip = _folder.PathOf("clip.mp4");
        File.WriteAllBytes(clip, Development.Sign(TestMp4.MoovFirst()));
        File.WriteAllText(_folder.PathOf("anchors.pem"), Development.Authority.RootCertificatePem);
        File.WriteAllText(_folder.PathOf("nuget.config"), """<configuration><packageSources><clear/><add key="here" value="."/></packageSources></configuration>""");
        File.WriteAllText(_folder.PathOf("Program.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><RestorePackagesPath>packages</RestorePackagesPath></PropertyGroup>
              <ItemGroup><PackageReference Include="SoraGuard.C2pa" Version="{version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(_folder.PathOf("Program.cs"), $$"""
            using SoraGuard.C2pa.Cose;
            using SoraGuard.C2pa.Validation;
            using var file = System.IO.File.OpenRead("clip.mp4");
            var trust = TrustAnchors.FromPem(System.IO.File.ReadAllText("anchors.pem"));
            var now = System.DateTimeOffset.FromUnixTimeSeconds({{Development.Now.ToUnixTimeSeconds()}});
            System.Console.WriteLine(C2paValidator.Validate(file, new ValidationOptions { Time = now, Trust = trust }).State);
            """);

        Assert.EndsWith("Trusted", Tool.Run("dotnet", ["run"], _folder.PathOf("")).Trim(), StringComparison.Ordinal);
    }

    private string Pack()
    {
        Tool.Run("dotnet", ["pack", Path.Combine(SharedData.RepositoryRoot, "src", "SoraGuard.C2pa"), "--no-build", "-c", Configuration, "-o", _folder.PathOf("")]);
        return Directory.GetFiles(_folder.PathOf(""), "*.nupkg").Single();
    }

    private static IEnumerable<XElement> Descendants(ZipArchive package) => XDocument.Parse(Text(package, "SoraGuard.C2pa.nuspec")).Descendants();

    private static string Text(ZipArchive package, string entry)
    {
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }
}
