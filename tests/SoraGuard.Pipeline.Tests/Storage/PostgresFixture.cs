using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Storage;
using SoraGuard.TestData;

namespace SoraGuard.Pipeline.Tests.Storage;

/// <summary>One real private Postgres for the tests of this assembly; a fresh, migrated database for each test that asks.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("soraguard-pg-").FullName;
    private EmbeddedPostgres? server;
    private int databases;

    public static string MigrationsFolder => Path.Combine(SharedData.RepositoryRoot, "migrations");

    public async Task InitializeAsync()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101); // the service user passes through
        server = await EmbeddedPostgres.StartAsync(PostgresInstallation.Find(null), Path.Combine(folder, "postgres"), CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await server!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A new database with all migrations.</summary>
    public async Task<NpgsqlDataSource> CreateDatabaseAsync()
    {
        var source = await CreateEmptyDatabaseAsync();
        await new MigrationRunner(source).RunAsync(Migration.ReadFolder(MigrationsFolder), CancellationToken.None);
        return source;
    }

    public async Task<NpgsqlDataSource> CreateEmptyDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await using var admin = new NpgsqlConnection(server!.ConnectionString);
        await admin.ExecuteAsync($"create database {name}");
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name });
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "Postgres";
}
