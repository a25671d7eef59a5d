using System.ComponentModel;
using System.Diagnostics;

namespace SoraGuard.Pipeline.Storage;

/// <summary>Runs the cluster's programs in its folder, as the service user.</summary>
internal sealed class PostgresCommands(PostgresInstallation installation, string folder)
{
    public async Task RunCheckedAsync(string program, string[] arguments, bool asServiceUser, CancellationToken cancellation)
    {
        var (exitCode, output) = await RunAsync(program, arguments, cancellation, asServiceUser).ConfigureAwait(false);
        if (exitCode != 0) throw new EmbeddedPostgresException($"{Path.GetFileName(program)} failed ({exitCode}): {output.Trim()}");
    }

    public async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellation, bool asServiceUser = true)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder };
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (asServiceUser && installation.RunAs is { } name)
        {
            start.FileName = "setpriv";
            foreach (var argument in (string[])[$"--reuid={name}", $"--regid={name}", "--init-groups", program, .. arguments]) start.ArgumentList.Add(argument);
        }
        else
        {
            start.FileName = program;
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
        }
        using var process = Start(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return (process.ExitCode, await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!; // null is for documents, which are opened and not started
        }
        catch (Win32Exception e)
        {
            throw new EmbeddedPostgresException($"{start.FileName} cannot be started: {e.Message}. It comes with Postgres, or with the package util-linux.");
        }
    }
}
