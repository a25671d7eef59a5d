using System.Diagnostics;
using System.Text.Json;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>What c2pa-rs says of a file.</summary>
internal sealed record PeerVerdict(string? State, IReadOnlyList<string> Failures, IReadOnlyList<string> IngredientFailures, string? Error, JsonElement Report);

/// <summary>c2pa-rs as WebAssembly in Node: an implementation that shares nothing with this one.</summary>
internal static class Peer
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "peers");

    public static string? ReasonToSkip { get; } = FindReasonToSkip();

    /// <summary>Reads files with the root as only trust anchor, as of now.</summary>
    public static IReadOnlyList<PeerVerdict> Read(string rootPem, params string[] files)
    {
        using var folder = new TemporaryFolder();
        var anchors = folder.PathOf("anchors.pem");
        File.WriteAllText(anchors, rootPem);
        var output = Tool.Run("node", ["c2pa-read.mjs", anchors, .. files], Folder);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static PeerVerdict Parse(string line)
    {
        var json = JsonDocument.Parse(line).RootElement;
        IReadOnlyList<string> Codes(string name) => json.TryGetProperty(name, out var codes) ? [.. codes.EnumerateArray().Select(c => c.GetString()!)] : [];
        return new PeerVerdict(
            json.TryGetProperty("state", out var state) ? state.GetString() : null, Codes("failures"), Codes("ingredientFailures"),
            json.TryGetProperty("error", out var error) ? error.GetString() : null, json.TryGetProperty("report", out var report) ? report : default);
    }

    private static string? FindReasonToSkip()
    {
        if (!Tool.IsInstalled("node"))
            return "needs Node.js: apt-get install -y nodejs npm";
        return Directory.Exists(Path.Combine(Folder, "node_modules", "@contentauth", "c2pa-wasm"))
            ? null : "needs the peers: (cd tests/peers && npm ci --ignore-scripts)";
    }
}

/// <summary>Programs the tests run.</summary>
internal static class Tool
{
    public static bool IsInstalled(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Standard output; fails the test with standard error if the program fails.</summary>
    public static string Run(string name, IEnumerable<string> arguments, string? workingFolder = null)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? Path.GetTempPath(),
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{name} failed: {errors.Result}");
        return output;
    }
}

internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("soraguard-c2pa-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>A test that needs the peer, and is skipped with the command that installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute() => Skip = Peer.ReasonToSkip;
}

/// <inheritdoc cref="PeerFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerTheoryAttribute : TheoryAttribute
{
    public PeerTheoryAttribute() => Skip = Peer.ReasonToSkip;
}

/// <summary>A test that needs the peer and ffmpeg.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerAndFfmpegTheoryAttribute : TheoryAttribute
{
    public PeerAndFfmpegTheoryAttribute() =>
        Skip = Peer.ReasonToSkip ?? (Tool.IsInstalled("ffmpeg") ? null : "needs ffmpeg: apt-get install -y ffmpeg");
}
