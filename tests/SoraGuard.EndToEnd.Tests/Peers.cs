using System.Diagnostics;
using System.Text.Json;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests;

/// <summary>Programs by others that read or drive ours: tests/peers.</summary>
internal static class Peers
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "peers");

    public static string? ReasonToSkip => Directory.Exists(Path.Combine(Folder, "node_modules")) ? null : "needs the peers: cd tests/peers && npm ci --ignore-scripts";

    /// <summary>Runs a script of the folder and reads the JSON line it prints.</summary>
    public static async Task<JsonElement> NodeAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return JsonDocument.Parse(await output).RootElement;
    }

    public static async Task FfmpegAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]) { RedirectStandardError = true })!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute() => Skip = Peers.ReasonToSkip;
}
