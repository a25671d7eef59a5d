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
    public async Task A_folder_too_deep_for_a_socket_gets_one_elsewhere()
    {
        var deep = Path.Combine(folder, new string('d', 60), new string('e', 60));
        Directory.CreateDirectory(deep);

        await using var server = await EmbeddedPostgres.StartAsync(PostgresInstallation.Find(null), deep, CancellationToken.None);

        Assert.Equal(1, await QueryAsync<int>(server, "select 1"));
    }

    [Fact]
    public void Missing_binaries_say_how_to_install_them() =>
        Assert.Contains("apt-get install postgresql", Assert.Throws<EmbeddedPostgresException>(() => PostgresInstallation.Find("/nowhere")).Message);

    private string PidFile => Path.Combine(folder, "postgres", "cluster", "postmaster.pid");

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
