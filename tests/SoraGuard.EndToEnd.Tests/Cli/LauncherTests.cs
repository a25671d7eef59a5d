using System.Diagnostics;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Set-up and build as ./soraguard starts them, on a checkout of a few files, with stand-ins for dotnet and npm that note that they were called.</summary>
[Trait("Category", "Integration")]
public sealed class LauncherTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("soraguard-launcher-").FullName;

    public LauncherTests()
    {
        foreach (var script in new[] { "eng/build", "eng/setup", "eng/onnxruntime/install" }) Write(script, File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, script)), program: true);
        Write("eng/onnxruntime/package.json", """{ "dependencies": { "onnxruntime-node": "1.2.3" } }""");
        foreach (var file in new[] { "src/SoraGuard.Cli/Program.cs", "src/SoraGuard.Cli/Old.cs", "src/README.md", "Directory.Build.props", "global.json", ".editorconfig", "BannedSymbols.txt" }) Write(file, "first");
        Write("bin/dotnet", """
            #!/usr/bin/env bash
            if [ "$1" = --list-sdks ]; then echo '10.0.401 [/sdk]'; exit; fi
            echo "dotnet $1" >>"$CALLS"
            mkdir -p "$ROOT/artifacts/bin/SoraGuard.Cli/release" && touch "$ROOT/artifacts/bin/SoraGuard.Cli/release/soraguard.dll"
            """, program: true);
        Write("bin/npm", """
            #!/usr/bin/env bash
            echo "npm $1" >>"$CALLS"
            sleep 1
            for library in linux/x64 linux/arm64; do
              mkdir -p "node_modules/onnxruntime-node/bin/napi-v6/$library" && touch "node_modules/onnxruntime-node/bin/napi-v6/$library/libonnxruntime.so.1"
            done
            echo '{ "version": "1.2.3" }' >node_modules/onnxruntime-node/package.json
            """, program: true);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task A_build_is_made_once_and_again_when_a_source_is_new_changed_or_gone()
    {
        await BuildAsync();
        await BuildAsync();
        Assert.Equal(1, Calls("dotnet"));

        Write("src/SoraGuard.Cli/Program.cs", "second");
        await BuildAsync();
        Assert.Equal(2, Calls("dotnet"));

        Write("src/SoraGuard.Cli/New.cs", "first");
        File.SetLastWriteTimeUtc(Path.Combine(root, "src/SoraGuard.Cli/New.cs"), new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)); // older than the build
        await BuildAsync();
        Assert.Equal(3, Calls("dotnet"));

        File.Delete(Path.Combine(root, "src/SoraGuard.Cli/Old.cs"));
        await BuildAsync();
        await BuildAsync();
        Assert.Equal(4, Calls("dotnet"));
    }

    [Fact]
    public async Task A_document_is_no_reason_to_build()
    {
        await BuildAsync();

        Write("src/README.md", "second");
        Write("src/SoraGuard.Cli/NOTES.md", "first");
        await BuildAsync();

        Assert.Equal(1, Calls("dotnet"));
    }

    [Fact]
    public async Task First_runs_at_the_same_time_set_up_and_build_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync("eng/setup && eng/build")));

        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.ToString()));
        Assert.Equal((1, 1), (Calls("npm"), Calls("dotnet")));
        Assert.Contains("Native", await File.ReadAllTextAsync(Path.Combine(root, "Directory.Build.local.props")));
        var again = await RunAsync("eng/setup && eng/build");
        Assert.Equal((0, "", ""), (again.ExitCode, again.Output, again.Errors));
    }

    [Theory]
    [InlineData("eng/build", "built again")]
    [InlineData("eng/setup", "not set up")]
    public async Task A_user_who_may_not_write_here_is_told_what_to_do(string script, string message)
    {
        File.SetUnixFileMode(root, (UnixFileMode)0b111_101_101);

        var run = await RunAsync(Environment.IsPrivilegedProcess ? $"setpriv --reuid=65534 --regid=65534 --clear-groups {script}" : $"chmod 555 . && {script}; code=$?; chmod 755 .; exit $code");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors);
        Assert.Contains("Run ./soraguard once as", run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Permission denied", run.Errors);
    }

    private async Task BuildAsync()
    {
        var run = await RunAsync("eng/build");
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    private async Task<Run> RunAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{Path.Combine(root, "bin")}:{start.Environment["PATH"]}";
        start.Environment["ROOT"] = root;
        start.Environment["CALLS"] = Path.Combine(root, "calls");
        start.Environment["SORAGUARD_SETUP"] = "off"; // never installs on this machine
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }

    private int Calls(string program) =>
        File.Exists(Path.Combine(root, "calls")) ? File.ReadLines(Path.Combine(root, "calls")).Count(line => line.StartsWith(program, StringComparison.Ordinal)) : 0;

    private void Write(string name, string text, bool program = false)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (program) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
