using Npgsql;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// The database of this process: the configured server, or the embedded one; migrated before anybody uses it.
/// One <see cref="NpgsqlDataSource"/> a process.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private Database(NpgsqlDataSource source, EmbeddedPostgres? embedded) => (Source, Embedded) = (source, embedded);

    public NpgsqlDataSource Source { get; }

    /// <summary>The private server, when it is one.</summary>
    public EmbeddedPostgres? Embedded { get; }

    /// <exception cref="EmbeddedPostgresException">The embedded server cannot be had.</exception>
    /// <exception cref="MigrationException">The database does not fit this program.</exception>
    /// <exception cref="NpgsqlException">The configured server cannot be reached.</exception>
    public static async Task<Database> OpenAsync(StorageOptions options, CancellationToken cancellation)
    {
        var embedded = options.Postgres is null
            ? await EmbeddedPostgres.StartAsync(PostgresInstallation.Find(options.PostgresBin), options.ClusterFolder, cancellation).ConfigureAwait(false)
            : null;
        NpgsqlDataSource? source = null;
        try
        {
            source = NpgsqlDataSource.Create(options.Postgres ?? embedded!.ConnectionString); // one of the two is there
            await new MigrationRunner(source).RunAsync(Migration.ReadFolder(options.MigrationsFolder), cancellation).ConfigureAwait(false);
            return new(source, embedded);
        }
        catch
        {
            if (source is not null) await source.DisposeAsync().ConfigureAwait(false);
            if (embedded is not null) await embedded.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync().ConfigureAwait(false);
        if (Embedded is not null) await Embedded.DisposeAsync().ConfigureAwait(false);
    }
}
