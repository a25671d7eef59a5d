using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// Brings a database to the newest migration: embedded or configured, the same runner. An advisory lock lets one process at a time
/// do it; each migration is a transaction; a landed file that changed since is refused.
/// </summary>
public sealed class MigrationRunner(NpgsqlDataSource database)
{
    private const long Lock = 0x534F5241_4D494752; // "SORAMIGR"

    /// <summary>Applies what is missing.</summary>
    /// <returns>The names applied now, in order.</returns>
    /// <exception cref="MigrationException">A landed migration differs from its file, or the database is newer than the folder.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync("select pg_advisory_lock(@Lock)", new { Lock }).ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync("""
                create table if not exists schema_migration (
                  number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
                """).ConfigureAwait(false);
            var landed = (await connection.QueryAsync<Landed>("select number, name, checksum from schema_migration order by number").ConfigureAwait(false)).ToList();
            Compare(landed, migrations);
            var missing = migrations.Skip(landed.Count).ToList();
            foreach (var migration in missing) await ApplyAsync(connection, migration, cancellation).ConfigureAwait(false);
            return [.. missing.Select(m => m.Name)];
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@Lock)", new { Lock }).ConfigureAwait(false);
        }
    }

    private static void Compare(List<Landed> landed, IReadOnlyList<Migration> migrations)
    {
        if (landed.Count > migrations.Count)
            throw new MigrationException($"The database is at {landed[^1].Name}, newer than this program ({migrations[^1].Name}): run the newer program.");
        foreach (var (was, file) in landed.Zip(migrations))
            if (was.Number != file.Number || Sha256Digest.Parse(was.Checksum) != file.Checksum)
                throw new MigrationException($"Migration {file.Name} was changed after it landed as {was.Name}: restore the file, and put the change into a new migration.");
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync(migration.Sql, transaction: transaction).ConfigureAwait(false);
        await connection.ExecuteAsync("insert into schema_migration (number, name, checksum) values (@Number, @Name, @Checksum)",
            new { migration.Number, migration.Name, Checksum = migration.Checksum.ToString() }, transaction).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private sealed record Landed(int Number, string Name, string Checksum);
}
