using Dapper;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Tests.Storage;

[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class MigrationRunnerTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Migrations_are_applied_once_and_in_order()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var all = Migration.ReadFolder(PostgresFixture.MigrationsFolder);

        Assert.Equal(all.Select(m => m.Name), await new MigrationRunner(database).RunAsync(all, CancellationToken.None));
        Assert.Empty(await new MigrationRunner(database).RunAsync(all, CancellationToken.None));
    }

    [Fact]
    public async Task Several_processes_at_once_apply_each_migration_once()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var all = Migration.ReadFolder(PostgresFixture.MigrationsFolder);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new MigrationRunner(database).RunAsync(all, CancellationToken.None)));

        Assert.Equal(all.Count, applied.Sum(names => names.Count));
    }

    [Fact]
    public async Task A_landed_file_that_changed_is_refused()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await new MigrationRunner(database).RunAsync([Make(1, "first", "select 1")], CancellationToken.None);

        var refused = await Assert.ThrowsAsync<MigrationException>(() => new MigrationRunner(database).RunAsync([Make(1, "first", "select 2")], CancellationToken.None));

        Assert.Contains("0001_first", refused.Message);
    }

    [Fact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await new MigrationRunner(database).RunAsync([Make(1, "first", "select 1"), Make(2, "second", "select 1")], CancellationToken.None);

        await Assert.ThrowsAsync<MigrationException>(() => new MigrationRunner(database).RunAsync([Make(1, "first", "select 1")], CancellationToken.None));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_of_itself()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            new MigrationRunner(database).RunAsync([Make(1, "broken", "create table half (id int); select 1/0")], CancellationToken.None));

        await using var connection = await database.OpenConnectionAsync();
        Assert.False(await connection.QuerySingleAsync<bool>("select exists (select from pg_tables where tablename = 'half')"));
    }

    [Theory]
    [InlineData("0001_a.sql", "0003_c.sql")]
    [InlineData("0001_a.sql", "0001_b.sql")]
    [InlineData("first.sql", null)]
    [InlineData("1_a.sql", null)]
    public void A_folder_with_a_gap_a_double_or_a_misnamed_file_is_refused(string first, string? second)
    {
        var folder = Directory.CreateTempSubdirectory("soraguard-migrations-");
        foreach (var name in new[] { first, second }.OfType<string>()) File.WriteAllText(Path.Combine(folder.FullName, name), "select 1");

        Assert.Throws<MigrationException>(() => Migration.ReadFolder(folder.FullName));
        folder.Delete(recursive: true);
    }

    private static Migration Make(int number, string what, string sql) => new(number, $"{number:0000}_{what}", sql, Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(sql)));
}
