using Dapper;
using SoraGuard.Pipeline.Audit;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Messaging;
using SoraGuard.Pipeline.Tests.Clips;
using SoraGuard.Pipeline.Tests.Storage;

namespace SoraGuard.Pipeline.Tests.Messaging;

/// <summary>The same machinery over a real RabbitMQ.</summary>
[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class RabbitMqTests(PostgresFixture postgres, RabbitMqNode broker) : IClassFixture<RabbitMqNode>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private Transport Transport => new() { RabbitMq = broker.Address };

    [RabbitMqFact]
    public async Task Roles_in_processes_of_their_own_pass_a_clip_along_quorum_queues()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stages, stored) = (new FakeStages(), new StoredClip(database));
        await using var first = await ProcessingHost.StartAsync(database, Transport, stages, Roles.Screening | Roles.Inspection | Roles.Provenance);
        await using var second = await ProcessingHost.StartAsync(database, Transport, stages, Roles.Generation | Roles.Marking | Roles.Audit);

        var clips = new List<ClipId>();
        for (var i = 0; i < 8; i++) clips.Add(await stored.AdmitAsync());
        foreach (var clip in clips) Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, Patience)).Status);

        Assert.Equal(8 * 6, stages.Ran.Distinct().Count());
        Assert.Equal(8 * 6, stages.Ran.Count);
        var queues = await broker.ListQueuesAsync();
        foreach (var stage in Enum.GetValues<Stage>()) Assert.Contains($"{StageCommand.QueueOf(stage)}\tquorum", queues);
    }

    [RabbitMqFact]
    public async Task A_killed_broker_costs_time_only()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stages, stored) = (new FakeStages { Before = (_, cancellation) => Task.Delay(200, cancellation) }, new StoredClip(database));
        await using var host = await ProcessingHost.StartAsync(database, Transport, stages);
        var clips = new List<ClipId> { await stored.AdmitAsync() };
        await ProcessingHost.RestAsync(stored.Store, clips[0], Patience);

        for (var i = 0; i < 4; i++) clips.Add(await stored.AdmitAsync());
        await Task.Delay(300);
        await broker.KillAsync();
        for (var i = 0; i < 2; i++) clips.Add(await stored.AdmitAsync());
        await broker.StartAsync();
        foreach (var clip in clips) Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, Patience)).Status);

        await using var connection = await database.OpenConnectionAsync();
        Assert.Equal(clips.Count, await connection.QuerySingleAsync<int>("select count(*)::int from release"));
        Assert.True((await new AuditVerification(database).RunAsync(CancellationToken.None)).Intact);
    }

    /// <summary>
    /// The first process is busy for good and has taken in the rings of all the others when the second one comes; nobody sweeps.
    /// </summary>
    [RabbitMqFact]
    public async Task An_idle_process_is_rung_for_what_a_busy_one_cannot_take()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var busy = new TaskCompletionSource();
        var stuck = new FakeStages
        {
            Before = (lease, cancellation) =>
            {
                if (lease.Stage != Stage.Generate) return Task.CompletedTask;
                busy.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellation);
            },
        };
        await using var first = await ProcessingHost.StartAsync(database, Transport, stuck, Roles.Screening | Roles.Generation, sweeps: false);
        await stored.AdmitAsync();
        await busy.Task.WaitAsync(Patience);
        var waiting = new List<ClipId>();
        for (var i = 0; i < 5; i++) waiting.Add(await stored.AdmitAsync());
        await using var connection = await database.OpenConnectionAsync();
        await WaitForAsync(() => connection.QuerySingleAsync<bool>(
            "select (select count(*) from stage_task where stage = 'generate') = 6 and not exists (select 1 from outbox)"));

        await using var second = await ProcessingHost.StartAsync(database, Transport, new FakeStages(), Roles.Generation, sweeps: false);

        foreach (var clip in waiting)
            await WaitForAsync(async () => (await stored.Store.FindAsync(clip, CancellationToken.None))!.State.Status == ClipStatus.Inspecting);
    }

    /// <summary>Nobody consumes the marking queue yet, but every queue is declared before traffic: no command is lost on the floor.</summary>
    [RabbitMqFact]
    public async Task A_command_for_a_role_that_is_not_up_yet_waits_in_its_queue()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stages, stored) = (new FakeStages(), new StoredClip(database));
        var clip = await stored.AdmitAsync();
        await using (await ProcessingHost.StartAsync(database, Transport, stages, Roles.Screening | Roles.Generation | Roles.Inspection))
        {
            while ((await stored.Store.FindAsync(clip, CancellationToken.None))!.State.Status != ClipStatus.Marking) await Task.Delay(100);
            await WaitForAsync(async () => (await broker.ListQueuesAsync()).Contains($"{StageCommand.QueueOf(Stage.Mark)}\tquorum\t1", StringComparison.Ordinal));
        }

        await using var rest = await ProcessingHost.StartAsync(database, Transport, stages, Roles.Marking | Roles.Provenance | Roles.Audit);

        Assert.Equal(ClipStatus.Released, (await ProcessingHost.RestAsync(stored.Store, clip, Patience)).Status);
    }

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition()) await Task.Delay(300, deadline.Token);
    }
}
