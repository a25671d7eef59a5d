namespace SoraGuard.Pipeline.Storage;

/// <summary>The installed Postgres binaries, and the user they run as: Postgres refuses to run as root.</summary>
public sealed record PostgresInstallation(string BinFolder, string? RunAs)
{
    private const string DebianFolder = "/usr/lib/postgresql";
    private const string ServiceUser = "postgres";

    /// <summary>Finds the newest installed version: <paramref name="configured"/>, else Debian's folders, else the search path.</summary>
    /// <exception cref="EmbeddedPostgresException">There is none.</exception>
    public static PostgresInstallation Find(string? configured)
    {
        var bin = Candidates(configured).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new EmbeddedPostgresException(
                "Postgres is not installed. Install it (Debian: apt-get install postgresql), or name a server in SORAGUARD__POSTGRES.");
        return new(bin, Environment.IsPrivilegedProcess ? ServiceUser : null);
    }

    public string Program(string name) => Path.Combine(BinFolder, name);

    private static IEnumerable<string> Candidates(string? configured)
    {
        if (configured is not null) return [configured];
        var debian = Directory.Exists(DebianFolder) ? Directory.EnumerateDirectories(DebianFolder) : [];
        return debian.OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var version) ? version : 0).Select(d => Path.Combine(d, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>The embedded database cannot be had; the message says what to do.</summary>
public sealed class EmbeddedPostgresException(string message) : Exception(message);
