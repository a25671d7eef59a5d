using System.Diagnostics;
using Npgsql;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// A private Postgres cluster in the data folder, from installed binaries, as a non-root user, on a unix socket only.
/// Several processes may use it, also from other containers on one volume: each holds a shared lock, and the last one to leave stops the
/// server. The server itself and each of its children hold a lock on <c>server.lock</c>, inherited at the start and gone with the last of
/// them; so whether it runs is known without pids or paths, and no second one starts beside it.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>User and database inside the cluster.</summary>
    public const string DatabaseUser = "soraguard";

    // Relative to the folder, where every command runs: pg_ctl puts these names into a shell command, and the folder's name may hold anything.
    private const string Cluster = "cluster", LogName = "postgres.log", ServerLock = "server.lock";

    /// <summary>Relative to the cluster: the socket lies in the folder.</summary>
    private const string ServerOptions = "-c listen_addresses='' -c unix_socket_directories=.. -c max_connections=100 -c max_wal_size=256MB -c log_min_messages=warning";

    /// <summary>What flock(1) exits with when the lock is held.</summary>
    private const int Held = 75;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly PostgresInstallation installation;
    private readonly string folder;
    private readonly PostgresCommands commands;
    private readonly SocketPath socket;
    private FileStream? user;

    private EmbeddedPostgres(PostgresInstallation installation, string folder) =>
        (this.installation, this.folder, commands, socket) = (installation, folder, new(installation, folder), SocketPath.To(folder));

    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = socket.Host, Username = DatabaseUser, Database = "postgres", MaxPoolSize = 40, Timeout = 15, CommandTimeout = 60,
    }.ConnectionString;

    /// <summary>Makes the cluster if there is none, starts the server if it does not run, and joins its users.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be made or started; the message holds the server's last words.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(PostgresInstallation installation, string folder, CancellationToken cancellation)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var server = new EmbeddedPostgres(installation, folder);
        try
        {
            await server.PrepareFolderAsync(cancellation).ConfigureAwait(false);
            await using (await server.LockAsync("start.lock", cancellation).ConfigureAwait(false))
            {
                await server.EnsureRunningAsync(cancellation).ConfigureAwait(false);
                // Opened for reading with FileShare.Read, a file is locked shared by the runtime (flock LOCK_SH); the lock ends with the process.
                server.user = new FileStream(server.UsersFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
            }
            return server;
        }
        catch
        {
            server.socket.Dispose();
            throw;
        }
    }

    /// <summary>Starts the server again if it died. Called by the supervisor; harmless at any time.</summary>
    /// <returns>True when it had to be started.</returns>
    public async Task<bool> ReviveAsync(CancellationToken cancellation)
    {
        if (IsRunning()) return false;
        await using (await LockAsync("start.lock", cancellation).ConfigureAwait(false))
            return await EnsureRunningAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Leaves the users; the last one stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (user is null) return;
        await user.DisposeAsync().ConfigureAwait(false);
        user = null;
        socket.Dispose();
        await using (await LockAsync("start.lock", CancellationToken.None).ConfigureAwait(false))
            if (TryOpenExclusive(UsersFile) is { } last)
                await using (last)
                    await StopAsync().ConfigureAwait(false);
    }

    private string UsersFile => Path.Combine(folder, "users.lock");

    private string LogFile => Path.Combine(folder, LogName);

    private string NamespaceFile => Path.Combine(folder, "server.namespace");

    private async Task PrepareFolderAsync(CancellationToken cancellation)
    {
        if (installation.RunAs is { } name) await commands.RunCheckedAsync("chown", [name, folder], asServiceUser: false, cancellation).ConfigureAwait(false);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (installation.RunAs is { } user && (await commands.RunAsync("test", ["-w", folder], cancellation).ConfigureAwait(false)).ExitCode != 0)
            throw new EmbeddedPostgresException(
                $"The user '{user}', who runs Postgres, cannot reach {folder}: every folder above it must be traversable (chmod o+x), or set SORAGUARD__DATA to a folder that is.");
    }

    /// <summary>Whether the server, or a child that outlived it for a moment, holds its lock.</summary>
    private bool IsRunning()
    {
        try
        {
            using var free = new FileStream(Path.Combine(folder, ServerLock), FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false; // never started
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<bool> EnsureRunningAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Path.Combine(folder, Cluster, "PG_VERSION"))) await InitializeAsync(cancellation).ConfigureAwait(false);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var (exitCode, output) = await commands.RunAsync("flock", ["--nonblock", "--conflict-exit-code", $"{Held}", ServerLock,
                installation.Program("pg_ctl"), "-D", Cluster, "-l", LogName, "-w", "-t", "30", "-o", ServerOptions, "start"], cancellation).ConfigureAwait(false);
            if (exitCode == 0)
            {
                await File.WriteAllTextAsync(NamespaceFile, PidNamespace(), cancellation).ConfigureAwait(false);
                return true;
            }
            // Held by a server that serves, that another process has just started, or whose last children are about to end after a kill -9.
            if (exitCode == Held && await AnswersAsync(cancellation).ConfigureAwait(false)) return false;
            if (waited.Elapsed > StartTimeout || (exitCode != Held && !PostgresLockFiles.RemoveRemnants(folder, Path.Combine(folder, Cluster)) && !IsRunning()))
                throw new EmbeddedPostgresException(exitCode == Held
                    ? $"A Postgres runs in {folder} and does not answer at {socket.Host}: stop it, here or in the container that runs it, and start again."
                    : $"Postgres does not start in {folder}: {output.Trim()} {LastWords()}");
            await Task.Delay(RetryPause, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Makes the cluster beside and renames it, so that a crash never leaves half a cluster under its name.</summary>
    private async Task InitializeAsync(CancellationToken cancellation)
    {
        const string fresh = Cluster + ".new";
        var (from, to) = (Path.Combine(folder, fresh), Path.Combine(folder, Cluster));
        if (Directory.Exists(from)) Directory.Delete(from, recursive: true);
        await commands.RunCheckedAsync(installation.Program("initdb"),
            ["-D", fresh, "-U", DatabaseUser, "--auth=trust", "--data-checksums", "-E", "UTF8", "--locale=C.UTF-8"], asServiceUser: true, cancellation).ConfigureAwait(false);
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        Directory.Move(from, to);
    }

    /// <summary>Stops the server by its pid, which means nothing in another container: there it ends with the container it runs in.</summary>
    private async Task StopAsync()
    {
        if (!File.Exists(NamespaceFile) || await File.ReadAllTextAsync(NamespaceFile).ConfigureAwait(false) != PidNamespace()) return;
        await commands.RunAsync(installation.Program("pg_ctl"), ["-D", Cluster, "-m", "fast", "-w", "stop"], CancellationToken.None).ConfigureAwait(false);
    }

    private static string PidNamespace() => File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "";

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
}
