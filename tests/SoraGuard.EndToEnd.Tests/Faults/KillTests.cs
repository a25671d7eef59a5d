using System.Diagnostics;
using Dapper;
using Npgsql;
using SoraGuard.Media.Labels;
using SoraGuard.Pipeline.Audit;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Messaging;
using SoraGuard.Pipeline.Screening;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Pipeline.Tests.Messaging;
using SoraGuard.Policy;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Faults;

/// <summary>kill -9, with the real stages: the clip ends in one state, with one release, and the log is intact.</summary>
[Trait("Category", "Integration")]
public sealed class KillTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Soraguard program = new();
    private Database? database;
    private ClipStore? clips;

    private Database Postgres => database!;

    public async Task InitializeAsync()
    {
        database = await Database.OpenAsync(new() { DataFolder = program.Data, MigrationsFolder = Path.Combine(SharedData.RepositoryRoot, "migrations") }, CancellationToken.None);
        clips = new(database.Source, new Outbox(), TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await database!.DisposeAsync();
        program.Dispose();
    }

    [Theory]
    [InlineData(Stage.Screen, CrashPoints.Claimed)]
    [InlineData(Stage.Generate, CrashPoints.BeforeCommit)]
    [InlineData(Stage.Inspect, CrashPoints.AfterCommit)]
    [InlineData(Stage.Mark, CrashPoints.BeforeCommit)]
    [InlineData(Stage.Sign, CrashPoints.BeforeCommit)]
    [InlineData(Stage.Verify, CrashPoints.BeforeCommit)]
    [InlineData(Stage.Verify, CrashPoints.AfterCommit)]
    public async Task The_worker_is_killed_in_a_stage(Stage stage, string point)
    {
        var clip = await AdmitAsync();
        using (var doomed = new Soraguard(program.Data).Set("CRASHAT", $"{stage}:{point}").Serve(Soraguard.FreeUrl()))
        {
            await doomed.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(128 + 9, doomed.ExitCode);
        }

        using var next = program.Serve(Soraguard.FreeUrl());
        await AssertReleasedOnceAsync(clip);
        next.Kill();
    }

    [Fact]
    public async Task Content_exchanged_between_inspection_and_marking_is_never_marked_signed_or_released()
    {
        var clip = await AdmitAsync();
        using (var doomed = new Soraguard(program.Data).Set("CRASHAT", $"{Stage.Mark}:{CrashPoints.Claimed}").Serve(Soraguard.FreeUrl()))
            await doomed.WaitForExitAsync().WaitAsync(Patience);
        var inspected = (await clips!.FindAsync(clip, CancellationToken.None))!.State.Generated!.Value.ToString();
        var blob = Path.Combine(program.Data, "blobs", inspected[..2], inspected);
        using (var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=24:d=1", "-f", "mp4", blob]))
            await ffmpeg.WaitForExitAsync();

        using var next = program.Serve(Soraguard.FreeUrl());
        var state = await UntilAsync(clip, status => status >= ClipStatus.Held);
        next.Kill();

        Assert.Equal((ClipStatus.Failed, "content_altered"), (state.Status, state.Reason!.Code));
        await using var connection = await Postgres.Source.OpenConnectionAsync();
        Assert.Equal(0, await connection.QuerySingleAsync<int>("select count(*)::int from release"));
    }

    [Fact]
    public async Task Postgres_is_killed_while_the_clip_is_made()
    {
        var clip = await AdmitAsync();
        using var worker = program.Serve(Soraguard.FreeUrl());
        await UntilAsync(clip, status => status >= ClipStatus.Inspecting);

        using (var postmaster = Process.GetProcessById(int.Parse(File.ReadLines(Path.Combine(program.Data, "postgres", "cluster", "postmaster.pid")).First())))
            postmaster.Kill();

        await AssertReleasedOnceAsync(clip);
        worker.Kill();
    }

    /// <summary>Killed before the models have worked, so the commands of the later stages have to wait for the broker that comes back.</summary>
    [RabbitMqFact]
    public async Task RabbitMQ_is_killed_while_the_clip_is_made()
    {
        var broker = new RabbitMqNode();
        await broker.InitializeAsync();
        try
        {
            var clip = await AdmitAsync();
            using var worker = program.Set("RABBITMQ", broker.Address.ToString()).Serve(Soraguard.FreeUrl());
            await UntilAsync(clip, status => status >= ClipStatus.Generating);

            await broker.KillAsync();
            Assert.InRange((await clips!.FindAsync(clip, CancellationToken.None))!.State.Status, ClipStatus.Generating, ClipStatus.Inspecting);
            await broker.StartAsync();

            await AssertReleasedOnceAsync(clip);
            worker.Kill();
        }
        finally
        {
            await broker.DisposeAsync();
        }
    }

    private async Task<ClipId> AdmitAsync()
    {
        var files = PolicyFolder.Read(Path.Combine(SharedData.RepositoryRoot, "policies"));
        var policies = new PolicyLibrary(Postgres.Source, PolicyCompiler.Compile(files).RequireModel(), files);
        var request = new ClipRequestInput { Prompt = "a red boat moves left on the sea", Seconds = 1, Size = "640x360", Label = nameof(LabelProfile.Plain) }.Check(7);
        return (await new ClipAdmission(clips!, policies).AdmitAsync(request, CancellationToken.None)).Id;
    }

    private async Task AssertReleasedOnceAsync(ClipId clip)
    {
        var state = await UntilAsync(clip, status => status >= ClipStatus.Held);
        Assert.True(state.Status == ClipStatus.Released, $"{state.Status}: {state.Reason?.Message}");
        await using var connection = await Postgres.Source.OpenConnectionAsync();
        Assert.Equal((1, 4, 0), await connection.QuerySingleAsync<(int, int, int)>(
            "select (select count(*)::int from release), (select count(*)::int from stage_record), (select count(*)::int from stage_task)"));
        var audit = await new AuditVerification(Postgres.Source).RunAsync(CancellationToken.None);
        Assert.True(audit.Intact, string.Join("; ", audit.Findings.Select(f => f.Explanation).Concat(audit.Contradictions)));
    }

    private async Task<ClipState> UntilAsync(ClipId clip, Func<ClipStatus, bool> reached)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var state = (await clips!.FindAsync(clip, CancellationToken.None))!.State;
                if (reached(state.Status)) return state;
                Assert.False(deadline.IsCancellationRequested, $"The clip is still {state.Status} after {Patience}.");
            }
            catch (NpgsqlException) when (!deadline.IsCancellationRequested)
            {
                // the database is away, as this test wants it
            }
            await Task.Delay(100);
        }
    }
}
