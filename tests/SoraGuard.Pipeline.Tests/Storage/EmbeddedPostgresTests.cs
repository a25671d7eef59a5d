using System.Diagnostics;
using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Tests.Storage;

[Trait("Category", "Integration")]
public sealed class EmbeddedPostgresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("soraguard-pg-").FullName;

    public EmbeddedPostgresTests() => File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_server_listens_on_a_unix_socket_only_and_stops_with_its_last_user()
    {
        await using (var server = await StartAsync())
        {
            Assert.Equal("", await QueryAsync<string>(server, "show listen_addresses"));
            Assert.Equal("on", await QueryAsync<string>(server, "show data_checksums"));
        }

        Assert.False(File.Exists(PidFile));
    }

    [Fact]
    public async Task The_server_runs_as_a_user_other_than_root()
    {
        await using var server = await StartAsync();

        var pid = await File.ReadAllLinesAsync(PidFile);
        var uid = (await File.ReadAllLinesAsync($"/proc/{pid[0]}/status")).Single(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

        Assert.NotEqual("0", uid);
    }

    [Fact]
    public async Task Two_users_share_one_server_and_the_first_to_leave_does_not_stop_it()
    {
        await using var first = await StartAsync();
        var second = await StartAsync();
        var pid = (await File.ReadAllLinesAsync(PidFile))[0];

        await second.DisposeAsync();

        Assert.Equal(pid, (await File.ReadAllLinesAsync(PidFile))[0]);
        Assert.Equal(1, await QueryAsync<int>(first, "select 1"));
    }

    [Fact]
    public async Task A_killed_server_is_started_again_with_what_was_committed()
    {
        await using var server = await StartAsync();
        await ExecuteAsync(server, "create table kept (id int); insert into kept values (7)");
        Kill();

        Assert.True(await server.ReviveAsync(CancellationToken.None));

        Assert.Equal(7, await QueryAsync<int>(server, "select id from kept"));
        Assert.False(await server.ReviveAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_second_user_that_comes_through_a_symbolic_link_joins_the_same_server()
    {
        await using var first = await StartAsync();
        var pid = (await File.ReadAllLinesAsync(PidFile))[0];
        var link = Path.Combine(folder, "link");
        Directory.CreateSymbolicLink(link, Path.Combine(folder, "postgres"));

        var second = await EmbeddedPostgres.StartAsync(PostgresInstallation.Find(null), link, CancellationToken.None);
        await ExecuteAsync(second, "create table shared (id int)");
        await second.DisposeAsync();

        Assert.Equal(0, await QueryAsync<int>(first, "select count(*)::int from shared"));
        Assert.Equal(pid, (await File.ReadAllLinesAsync(PidFile))[0]);
        Assert.False(await first.ReviveAsync(CancellationToken.None));
    }

    /// <summary>In another container on the same volume the server's pid names nothing, or another process.</summary>
    [Fact]
    public async Task A_server_of_another_container_is_joined_and_neither_started_again_nor_stopped()
    {
        var owner = await StartAsync();
        var (pidFile, containerFile) = (await File.ReadAllTextAsync(PidFile), await File.ReadAllTextAsync(NamespaceFile));
        await File.WriteAllTextAsync(PidFile, pidFile.Replace(pidFile.Split('\n')[0], "99999999", StringComparison.Ordinal));
        await File.WriteAllTextAsync(NamespaceFile, "pid:[1]");
        await ExecuteAsync(owner, "create table shared (id int)");

        var guest = await StartAsync();
        Assert.Equal(0, await QueryAsync<int>(guest, "select count(*)::int from shared"));
        Assert.False(await guest.ReviveAsync(CancellationToken.None));
        await File.WriteAllTextAsync(PidFile, pidFile);
        await owner.DisposeAsync();
        await guest.DisposeAsync();
        Assert.True(File.Exists(PidFile));

        await File.WriteAllTextAsync(NamespaceFile, containerFile);
        await (await StartAsync()).DisposeAsync();
        Assert.False(File.Exists(PidFile));
    }

    /// <summary>Names that mean something to a shell, to Postgres's settings, or to a connection string.</summary>
    [Theory]
    [InlineData("a;b='c\" d:e")]
    [InlineData("a,b")]
    [InlineData("$HOME `id` \\")]
    [InlineData("数据 é")]
    public async Task A_data_folder_may_be_called_anything(string name)
    {
        var data = Path.Combine(folder, name);
        await using (var database = await Database.OpenAsync(new() { DataFolder = data, MigrationsFolder = PostgresFixture.MigrationsFolder }, CancellationToken.None))
        await using (var connection = await database.Source.OpenConnectionAsync())
            Assert.Equal(0, await connection.QuerySingleAsync<int>("select count(*)::int from clip"));

        Assert.True(File.Exists(Path.Combine(data, "postgres", "cluster", "PG_VERSION")));
        Assert.False(File.Exists(Path.Combine(data, "postgres", "cluster", "postmaster.pid")));
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_refused()
    {
        var options = new StorageOptions { DataFolder = folder, Postgres = "Nonsense=1;", MigrationsFolder = PostgresFixture.MigrationsFolder };

        await Assert.ThrowsAsync<ArgumentException>(() => Database.OpenAsync(options, CancellationToken.None));
    }

    [Fact]
    public async Task A_pid_that_belongs_to_another_program_of_the_same_user_by_now_does_not_stop_it()
    {
        await (await StartAsync()).DisposeAsync();
        var sleep = PostgresInstallation.Find(null).RunAs is { } name
            ? new ProcessStartInfo("setpriv", [$"--reuid={name}", $"--regid={name}", "--init-groups", "sleep", "300"])
            : new ProcessStartInfo("sleep", "300");
        using var other = Process.Start(sleep)!;
        try
        {
            while (!(await File.ReadAllTextAsync($"/proc/{other.Id}/comm")).StartsWith("sleep", StringComparison.Ordinal)) await Task.Delay(10);
            foreach (var file in new[] { PidFile, Path.Combine(folder, "postgres", ".s.PGSQL.5432.lock") })
                await File.WriteAllTextAsync(file, $"{other.Id}\n{Path.GetDirectoryName(PidFile)}\n1700000000\n5432\n");

            await using var server = await StartAsync();

            Assert.Equal(1, await QueryAsync<int>(server, "select 1"));
        }
        finally
        {
            other.Kill();
        }
    }

    [Theory]
    [InlineData("99999999")] // no such process
    [InlineData("1")] // a live process that is no postgres
    [InlineData("not a pid")]
    public async Task A_stale_pid_file_does_not_stop_it(string pid)
    {
        await (await StartAsync()).DisposeAsync();
        await File.WriteAllTextAsync(PidFile, $"{pid}\n{Path.GetDirectoryName(PidFile)}\n1700000000\n5432\n");

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync<int>(server, "select 1"));
    }

    [Fact]
    public async Task A_crash_while_the_cluster_is_made_leaves_nothing_in_the_way()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres", "cluster.new", "base"));

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync<int>(server, "select 1"));
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_is_reached_through_a_private_link_that_goes_with_its_user()
    {
        var deep = Path.Combine(folder, new string('d', 60), new string('e', 60));
        Directory.CreateDirectory(deep);
        string link;
        await using (var server = await EmbeddedPostgres.StartAsync(PostgresInstallation.Find(null), deep, CancellationToken.None))
        {
            Assert.Equal(1, await QueryAsync<int>(server, "select 1"));
            link = Path.GetDirectoryName(new NpgsqlConnectionStringBuilder(server.ConnectionString).Host)!;
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(link));
        }

        Assert.False(Path.Exists(link));
        Assert.True(File.Exists(Path.Combine(deep, "cluster", "PG_VERSION")));
    }

    [Fact]
    public void Missing_binaries_say_how_to_install_them() =>
        Assert.Contains("apt-get install postgresql", Assert.Throws<EmbeddedPostgresException>(() => PostgresInstallation.Find("/nowhere")).Message);

    private string PidFile => Path.Combine(folder, "postgres", "cluster", "postmaster.pid");

    private string NamespaceFile => Path.Combine(folder, "postgres", "server.namespace");

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(PostgresInstallation.Find(null), Path.Combine(folder, "postgres"), CancellationToken.None);

    private void Kill()
    {
        using var postmaster = Process.GetProcessById(int.Parse(File.ReadLines(PidFile).First()));
        postmaster.Kill();
        postmaster.WaitForExit();
    }

    private static async Task<T> QueryAsync<T>(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        return await connection.QuerySingleAsync<T>(sql);
    }

    private static async Task ExecuteAsync(EmbeddedPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.ExecuteAsync(sql);
    }
}
