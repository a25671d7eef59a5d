using Dapper;
using SoraGuard.Pipeline.Audit;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Tests.Clips;
using SoraGuard.Pipeline.Tests.Storage;

namespace SoraGuard.Pipeline.Tests.Messaging;

[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class InMemoryTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Clips_go_through_all_stages_once_and_are_released()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stages, stored) = (new FakeStages(), new StoredClip(database));
        await using var host = await ProcessingHost.StartAsync(database, new(), stages);

        var clips = new List<ClipId>();
        for (var i = 0; i < 12; i++) clips.Add(await stored.AdmitAsync());
        foreach (var clip in clips) Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, Patience)).Status);

        Assert.Equal(12 * 6, stages.Ran.Count);
        Assert.Equal(12 * 6, stages.Ran.Distinct().Count());
        Assert.True((await new AuditVerification(database).RunAsync(CancellationToken.None)).Intact);
    }

    [Fact]
    public async Task A_lost_message_costs_time_only()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stages, stored) = (new FakeStages(), new StoredClip(database));
        var clip = await stored.AdmitAsync();
        await using (var connection = await database.OpenConnectionAsync())
            await connection.ExecuteAsync("delete from outbox; update stage_task set rung_at = now() - interval '1 minute'");

        await using var host = await ProcessingHost.StartAsync(database, new(), stages);

        Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, Patience)).Status);
    }

    /// <summary>Before, a worker whose clock was ahead took every lease for run out, and four such thefts failed the clip.</summary>
    [Fact]
    public async Task A_process_whose_clock_is_ahead_leaves_the_work_of_others_alone()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var stages = new FakeStages { Before = (lease, cancellation) => lease.Stage == Stage.Generate ? Task.Delay(TimeSpan.FromSeconds(5), cancellation) : Task.CompletedTask };
        await using var first = await ProcessingHost.StartAsync(database, new(), stages, Roles.Screening | Roles.Generation);
        var clip = await stored.AdmitAsync();
        while ((await stored.Store.FindAsync(clip, CancellationToken.None))!.State.Status == ClipStatus.Screening) await Task.Delay(20);
        await using (var connection = await database.OpenConnectionAsync())
            while (await connection.QuerySingleAsync<bool>("select leased_to is null from stage_task")) await Task.Delay(20);

        await using var ahead = await ProcessingHost.StartAsync(database, new(), stages, time: new ClockAhead());

        Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, Patience)).Status);
        Assert.Equal(Enum.GetValues<Stage>().Length, stages.Ran.Count);
    }

    [Fact]
    public async Task Messages_that_cannot_be_read_are_set_aside_and_stop_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("""
            insert into outbox (message_id, type, body, created_at)
            select gen_random_uuid(), type, body, now() from (values
              ('FutureNotice', '{"clipId": "0123456789abcdef"}'::jsonb), ('ClipReleased', '{"clipId": 7}'), ('ClipHeld', 'null')) as m (type, body), generate_series(1, 20)
            """);
        var clip = await stored.AdmitAsync();
        var lost = await stored.AdmitAsync();
        await connection.ExecuteAsync("delete from outbox where body ->> 'clipId' = @Id; update stage_task set rung_at = now() - interval '1 minute' where clip_id = @Id", new { Id = lost.ToString() });

        await using var host = await ProcessingHost.StartAsync(database, new(), new FakeStages());

        Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, Patience)).Status);
        Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, lost, Patience)).Status);
        Assert.Equal(60, await connection.QuerySingleAsync<int>("select count(*)::int from outbox where failed_at is not null"));
        Assert.Equal("This program knows no message of type 'FutureNotice'.", await connection.QueryFirstAsync<string>("select failure from outbox where type = 'FutureNotice'"));
    }

    [Fact]
    public async Task A_fault_that_passes_is_tried_again()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (failures, stored) = (0, new StoredClip(database));
        var stages = new FakeStages { Before = (lease, _) => lease.Stage == Stage.Mark && failures++ < 2 ? throw new IOException("the disk was full") : Task.CompletedTask };
        await using var host = await ProcessingHost.StartAsync(database, new(), stages);

        Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, await stored.AdmitAsync(), Patience)).Status);
        Assert.Equal(3, failures);
    }

    [Fact]
    public async Task A_fault_that_does_not_pass_fails_the_clip_and_releases_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var stages = new FakeStages { Before = (lease, _) => lease.Stage == Stage.Sign ? throw new IOException("no key") : Task.CompletedTask };
        await using var host = await ProcessingHost.StartAsync(database, new(), stages);

        var state = await ProcessingHost.RestAsync(stored.Store, await stored.AdmitAsync(), Patience);

        Assert.Equal((ClipStatus.Failed, "stage_failed"), (state.Status, state.Reason!.Code));
        Assert.DoesNotContain("no key", state.Reason.Message); // the fault is the operator's to know
        await using var connection = await database.OpenConnectionAsync();
        Assert.Equal(0, await connection.QuerySingleAsync<int>("select count(*) from release"));
    }

    [Fact]
    public async Task A_stage_that_cannot_be_done_fails_the_clip_at_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var stages = new FakeStages { Before = (lease, _) => lease.Stage == Stage.Generate ? throw new StageException("input_unreadable", "The image is none.") : Task.CompletedTask };
        await using var host = await ProcessingHost.StartAsync(database, new(), stages);

        var state = await ProcessingHost.RestAsync(stored.Store, await stored.AdmitAsync(), Patience);

        Assert.Equal((ClipStatus.Failed, "input_unreadable"), (state.Status, state.Reason!.Code));
        Assert.DoesNotContain(stages.Ran, r => r.Stage == Stage.Generate);
    }

    [Fact]
    public async Task A_worker_whose_lease_is_taken_away_is_cancelled_and_commits_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var cancelled = new TaskCompletionSource();
        var first = true;
        var stages = new FakeStages
        {
            Before = async (lease, cancellation) =>
            {
                if (lease.Stage != Stage.Generate || !first) return;
                first = false;
                await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
                await connection.ExecuteAsync("update stage_task set token = nextval('lease_token'), leased_to = null, rung_at = now() - interval '1 minute'");
                using var _ = cancellation.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        await using var host = await ProcessingHost.StartAsync(database, new(), stages);

        var state = await ProcessingHost.RestAsync(stored.Store, await stored.AdmitAsync(), Patience);

        Assert.True(cancelled.Task.IsCompletedSuccessfully);
        Assert.Equal(ClipStatus.Released, state.Status);
    }

    [Fact]
    public async Task Stopping_hands_the_work_back_and_the_next_process_finishes_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var working = new TaskCompletionSource();
        var stuck = new FakeStages
        {
            Before = (lease, cancellation) =>
            {
                if (lease.Stage != Stage.Inspect) return Task.CompletedTask;
                working.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        var clip = await stored.AdmitAsync();
        await using (await ProcessingHost.StartAsync(database, new(), stuck)) await working.Task.WaitAsync(Patience);

        await using var next = await ProcessingHost.StartAsync(database, new(), new FakeStages());

        Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, TimeSpan.FromSeconds(10))).Status);
    }

    [Fact]
    public async Task A_process_does_the_stages_of_its_roles_only()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stages, stored) = (new FakeStages(), new StoredClip(database));
        var clip = await stored.AdmitAsync();
        await using (await ProcessingHost.StartAsync(database, new(), stages, Roles.Screening))
            while ((await stored.Store.FindAsync(clip, CancellationToken.None))!.State.Status == ClipStatus.Screening) await Task.Delay(50);

        Assert.Equal([(clip, Stage.Screen)], stages.Ran);
    }
}
