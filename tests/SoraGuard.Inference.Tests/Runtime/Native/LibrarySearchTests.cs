using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;
using SoraGuard.TestData;

namespace SoraGuard.Inference.Tests.Runtime.Native;

public sealed class LibrarySearchTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soraguard-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void InTheRepository_ThePackageIsFound()
    {
        var library = Search(null, AppContext.BaseDirectory).Load();

        Assert.True(NativeLibrary.TryGetExport(library, "OrtGetApiBase", out _));
    }

    [Fact]
    public void Setting_NamesAFileOrAFolder()
    {
        var file = LibraryFile();

        foreach (var setting in new[] { file, Path.GetDirectoryName(file)! })
            Assert.True(NativeLibrary.TryGetExport(Search(setting, _folder.FullName).Load(), "OrtGetApiBase", out _));
    }

    [Fact]
    public void BesideTheProgram_IsFoundOutsideTheRepository()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, Path.GetFileName(LibraryFile())), LibraryFile());

        Assert.True(NativeLibrary.TryGetExport(Search(null, _folder.FullName).Load(), "OrtGetApiBase", out _));
    }

    [Fact]
    public void Setting_ThatIsWrong_IsAnError_NotASearchElsewhere()
    {
        var missing = Path.Combine(_folder.FullName, "none.so");

        var error = Assert.Throws<DllNotFoundException>(() => Search(missing, AppContext.BaseDirectory).Load());

        Assert.Contains($"{missing}: no such file", error.Message, StringComparison.Ordinal);
        Assert.Contains("SORAGUARD__ONNXRUNTIME is set", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_ThatIsNoLibrary_SaysWhatTheLoaderSaid()
    {
        var garbage = Path.Combine(_folder.FullName, "garbage.so");
        File.WriteAllText(garbage, "this is no library");

        var error = Assert.Throws<DllNotFoundException>(() => Search(garbage, _folder.FullName).Load());

        Assert.Contains(garbage, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingFound_SaysWhatWasTriedAndWhatInstallsIt()
    {
        var outside = Assert.Throws<DllNotFoundException>(() => Search(null, _folder.FullName).Load());
        File.WriteAllText(Path.Combine(_folder.FullName, "SoraGuard.sln"), "");
        var program = _folder.CreateSubdirectory("artifacts").FullName;
        var inside = Assert.Throws<DllNotFoundException>(() => Search("", program).Load());

        Assert.Contains("libonnxruntime.so.1: not known to the system's loader", outside.Message, StringComparison.Ordinal);
        Assert.Contains($"{Path.Combine(_folder.FullName, "libonnxruntime")}", outside.Message, StringComparison.Ordinal);
        Assert.Contains("npm install --ignore-scripts onnxruntime-node@1.30.0", outside.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.FullName, "eng", "onnxruntime", "node_modules"), inside.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Run {Path.Combine(_folder.FullName, "eng", "onnxruntime", "install")}", inside.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PinnedPackage_IsTheOneTheMessageNames() =>
        Assert.Contains(
            "\"onnxruntime-node\": \"1.30.0\"",
            File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "eng", "onnxruntime", "package.json")),
            StringComparison.Ordinal);

    // Without the system's loader: it finds a library that this process has loaded already.
    private static LibrarySearch Search(string? setting, string programFolder) =>
        new(setting!, programFolder, name => Path.IsPathRooted(name) ? NativeLibrary.Load(name) : throw new DllNotFoundException(name));

    private static string LibraryFile()
    {
        var package = Path.Combine(SharedData.RepositoryRoot, "eng", "onnxruntime", "node_modules", "onnxruntime-node", "bin", "napi-v6");
        var processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        return Directory.GetFiles(Path.Combine(package, "linux", processor), "libonnxruntime.so*").Single();
    }
}
