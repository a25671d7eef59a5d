using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>
/// Finds libonnxruntime. In order: the file or folder named by <c>SORAGUARD__ONNXRUNTIME</c> (then nothing else is tried), the program's
/// folder, the npm package under <c>eng/onnxruntime</c> of the repository that holds the program, the system's loader.
/// </summary>
/// <param name="setting">The value of the environment variable, or null.</param>
/// <param name="programFolder">The folder of the program that runs.</param>
/// <param name="load">Loads a library by path, or by name through the system's loader.</param>
internal sealed class LibrarySearch(string setting, string programFolder, Func<string, nint> load)
{
    public const string Variable = "SORAGUARD__ONNXRUNTIME";
    private const string Package = "onnxruntime-node@1.30.0";

    // The npm package ships only the versioned name for Linux and macOS; the vendor's own archives ship the plain one.
    private static readonly string[] FileNames =
        OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
        : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib", "libonnxruntime.1.dylib"]
        : ["libonnxruntime.so", "libonnxruntime.so.1"];

    private static readonly string Platform = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
    private static readonly string Processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";

    private readonly List<string> _tried = [];

    public static LibrarySearch ForThisProcess() => new(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, NativeLibrary.Load);

    /// <exception cref="DllNotFoundException">Nothing could be loaded; the message lists each try and its outcome.</exception>
    public nint Load()
    {
        nint library;
        if (!string.IsNullOrEmpty(setting))
            return TryLoad(Named(setting), out library) ? library : throw NotFound($"{Variable} is set, so nothing else was tried. Correct or unset it.");
        if (TryLoad(Beside(programFolder), out library))
            return library;
        var repository = RepositoryAbove(programFolder);
        if (repository is not null && TryLoad(NpmPackage(repository), out library))
            return library;
        if (TryLoad(FileNames, out library))
            return library;
        var command = repository is null
            ? $"Run eng/onnxruntime/install in SoraGuard's repository, or: npm install --ignore-scripts {Package}, and set {Variable} to node_modules/onnxruntime-node/bin/napi-v6/{Platform}/{Processor}"
            : $"Run {Path.Combine(repository, "eng", "onnxruntime", "install")}";
        throw NotFound(command);
    }

    private bool TryLoad(IEnumerable<string> candidates, out nint library)
    {
        foreach (var candidate in candidates)
        {
            if (Path.IsPathRooted(candidate) && !File.Exists(candidate))
            {
                _tried.Add($"{candidate}: no such file");
                continue;
            }
            try
            {
                library = load(candidate);
                return true;
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                _tried.Add(Path.IsPathRooted(candidate) ? $"{candidate}: {e.Message}" : $"{candidate}: not known to the system's loader");
            }
        }
        library = 0;
        return false;
    }

    private DllNotFoundException NotFound(string advice) =>
        new($"No ONNX Runtime library could be loaded. Tried:\n  {string.Join("\n  ", _tried)}\n{advice}");

    private static IEnumerable<string> Named(string fileOrFolder)
    {
        var path = Path.GetFullPath(fileOrFolder);
        return Directory.Exists(path) ? In(path) : [path];
    }

    private static IEnumerable<string> Beside(string folder) =>
        [.. In(folder), .. In(Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"))];

    private static IEnumerable<string> NpmPackage(string repository) =>
        In(Path.Combine(repository, "eng", "onnxruntime", "node_modules", "onnxruntime-node", "bin", "napi-v6", Platform, Processor));

    private static IEnumerable<string> In(string folder) => FileNames.Select(name => Path.Combine(folder, name));

    private static string RepositoryAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "SoraGuard.sln")))
                return at.FullName;
        return null;
    }
}
