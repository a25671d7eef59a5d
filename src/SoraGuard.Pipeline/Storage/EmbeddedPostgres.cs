using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// A private Postgres cluster in the data folder, from installed binaries, as a non-root user, on a unix socket only.
/// Several processes may use it: each holds a shared lock, and the last one to leave stops the server.
/// A crash leaves at worst a running server (used by the next process) or a stale pid file (recognised and removed).
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>User and database inside the cluster.</summary>
    public const string DatabaseUser = "soraguard";

    private const int LongestSocketFolder = 107 - 14; // sun_path holds 107 bytes, the socket is called .s.PGSQL.5432
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly PostgresInstallation installation;
    private readonly string folder;
    private readonly string cluster;
    private readonly string socketFolder;
    private FileStream? user;

    private EmbeddedPostgres(PostgresInstallation installation, string folder)
    {
        this.installation = installation;
        this.folder = Path.GetFullPath(folder);
        cluster = Path.Combine(this.folder, "cluster");
        socketFolder = this.folder.Length <= LongestSocketFolder
            ? this.folder
            : Path.Combine(Path.GetTempPath(), "soraguard-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(this.folder)))[..16]);
    }

    public string ConnectionString =>
        $"Host={socketFolder};Username={DatabaseUser};Database=postgres;Maximum Pool Size=40;Timeout=15;Command Timeout=60;Include Error Detail=true";

    /// <summary>Makes the cluster if there is none, starts the server if it does not run, and joins its users.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be made or started; the message holds the server's last words.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(PostgresInstallation installation, string folder, CancellationToken cancellation)
    {
        var server = new EmbeddedPostgres(installation, folder);
        await server.PrepareFoldersAsync(cancellation).ConfigureAwait(false);
        await using (await server.LockAsync("start.lock", cancellation).ConfigureAwait(false))
        {
            await server.EnsureRunningAsync(cancellation).ConfigureAwait(false);
            // Opened for reading with FileShare.Read, a file is locked shared by the runtime (flock LOCK_SH); the lock ends with the process.
            server.user = new FileStream(server.UsersFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        }
        return server;
    }

    /// <summary>Starts the server again if it died. Called by the supervisor; harmless at any time.</summary>
    /// <returns>True when it had to be started.</returns>
    public async Task<bool> ReviveAsync(CancellationToken cancellation)
    {
        if (ReadLivePid() is not null) return false;
        await using (await LockAsync("start.lock", cancellation).ConfigureAwait(false))
            return await EnsureRunningAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Leaves the users; the last one stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (user is null) return;
        await user.DisposeAsync().ConfigureAwait(false);
        user = null;
        await using (await LockAsync("start.lock", CancellationToken.None).ConfigureAwait(false))
            if (TryOpenExclusive(UsersFile) is { } last)
                await using (last)
                    await RunAsync(installation.Program("pg_ctl"), ["-D", cluster, "-m", "fast", "-w", "stop"], CancellationToken.None).ConfigureAwait(false);
    }

    private string UsersFile => Path.Combine(folder, "users.lock");

    private string LogFile => Path.Combine(folder, "postgres.log");

    private async Task PrepareFoldersAsync(CancellationToken cancellation)
    {
        foreach (var path in new[] { folder, socketFolder })
        {
            Directory.CreateDirectory(path);
            if (installation.RunAs is { } name) await RunCheckedAsync("chown", [name, path], asServiceUser: false, cancellation).ConfigureAwait(false);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        if (installation.RunAs is { } user && (await RunAsync("test", ["-w", folder], cancellation).ConfigureAwait(false)).ExitCode != 0)
            throw new EmbeddedPostgresException(
                $"The user '{user}', who runs Postgres, cannot reach {folder}: every folder above it must be traversable (chmod o+x), or set SORAGUARD__DATA to a folder that is.");
    }

    private async Task<bool> EnsureRunningAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(cluster, "PG_VERSION"))) await InitializeAsync(cancellation).ConfigureAwait(false);
        if (ReadLivePid() is not null) return false;
        await LaunchAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes the cluster beside and renames it, so that a crash never leaves half a cluster under its name.</summary>
    private async Task InitializeAsync(CancellationToken cancellation)
    {
        var fresh = cluster + ".new";
        if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        await RunCheckedAsync(installation.Program("initdb"),
            ["-D", fresh, "-U", DatabaseUser, "--auth=trust", "--data-checksums", "-E", "UTF8", "--locale=C.UTF-8"], asServiceUser: true, cancellation).ConfigureAwait(false);
        if (Directory.Exists(cluster)) Directory.Delete(cluster, recursive: true);
        Directory.Move(fresh, cluster);
    }

    private async Task LaunchAsync(CancellationToken cancellation)
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            // A pid file whose process is gone would make pg_ctl guess; its owner was killed, so it is removed.
            if (ReadLivePid() is null) File.Delete(PidFile);
            var options = $"-c listen_addresses='' -c unix_socket_directories='{socketFolder}' -c max_connections=100 -c max_wal_size=256MB -c log_min_messages=warning";
            var started = await RunAsync(installation.Program("pg_ctl"), ["-D", cluster, "-l", LogFile, "-w", "-t", "30", "-o", options, "start"], cancellation).ConfigureAwait(false);
            if (started.ExitCode == 0) return;
            // After a kill -9 of the server, its children may hold the shared memory for a moment longer.
            if (deadline.Elapsed > StartTimeout)
                throw new EmbeddedPostgresException($"Postgres does not start in {cluster}: {started.Output.Trim()} {LastWords()}");
            await Task.Delay(RetryPause, cancellation).ConfigureAwait(false);
        }
    }

    private string PidFile => Path.Combine(cluster, "postmaster.pid");

    /// <summary>The server's pid when the pid file names a live postgres of this cluster (line 1: pid, line 2: folder).</summary>
    private int? ReadLivePid()
    {
        try
        {
            var lines = File.ReadLines(PidFile).Take(2).ToArray();
            if (lines.Length < 2 || !int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) return null;
            var command = File.ReadAllText($"/proc/{pid}/cmdline");
            return command.Contains("postgres", StringComparison.Ordinal) && command.Contains(cluster, StringComparison.Ordinal) ? pid : null;
        }
        catch (IOException)
        {
            return null; // no pid file, or no such process
        }
    }

    private string LastWords() => File.Exists(LogFile) ? string.Join(" | ", File.ReadLines(LogFile).TakeLast(3)) : "";

    private async Task<FileStream> LockAsync(string name, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name);
        while (true)
        {
            if (TryOpenExclusive(path) is { } file) return file;
            await Task.Delay(RetryPause, cancellation).ConfigureAwait(false);
        }
    }

    private static FileStream? TryOpenExclusive(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task RunCheckedAsync(string program, string[] arguments, bool asServiceUser, CancellationToken cancellation)
    {
        var (exitCode, output) = await RunAsync(program, arguments, cancellation, asServiceUser).ConfigureAwait(false);
        if (exitCode != 0) throw new EmbeddedPostgresException($"{Path.GetFileName(program)} failed ({exitCode}): {output.Trim()}");
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, CancellationToken cancellation, bool asServiceUser = true)
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
        using var process = Process.Start(start) ?? throw new EmbeddedPostgresException($"{program} cannot be started.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return (process.ExitCode, await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
    }
}
