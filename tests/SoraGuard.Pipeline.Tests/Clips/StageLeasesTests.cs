using Dapper;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Tests.Storage;

namespace SoraGuard.Pipeline.Tests.Clips;

[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class StageLeasesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_stage_is_claimed_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var clip = await stored.AdmitAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stored.Leases.ClaimAsync(clip, Stage.Screen, Guid.NewGuid(), CancellationToken.None)));

        Assert.Single(claims, c => c is not null);
    }

    [Fact]
    public async Task A_message_delivered_twice_claims_once_even_after_the_stage_is_free_again()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var (clip, message) = (await stored.AdmitAsync(), Guid.NewGuid());

        var lease = await stored.Leases.ClaimAsync(clip, Stage.Screen, message, CancellationToken.None);
        await stored.Leases.HandBackAsync(lease!, CancellationToken.None);

        Assert.Null(await stored.Leases.ClaimAsync(clip, Stage.Screen, message, CancellationToken.None));
        Assert.NotNull(await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None));
    }

    [Fact]
    public async Task Another_stage_than_the_due_one_claims_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var clip = await stored.AdmitAsync();

        Assert.Null(await stored.Leases.ClaimAsync(clip, Stage.Sign, Guid.NewGuid(), CancellationToken.None));
    }

    [Fact]
    public async Task A_worker_that_slept_past_its_lease_commits_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var clip = await stored.AdmitAsync();
        var zombie = await stored.Leases.ClaimAsync(clip, Stage.Screen, Guid.NewGuid(), CancellationToken.None);
        await ExpireAsync(database);
        var heir = await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None);

        Assert.False(await stored.Leases.RenewAsync(zombie!, .5, CancellationToken.None));
        Assert.Null(await stored.Store.CommitAsync(zombie!, ClipProcessTests.Allowed()[0], CancellationToken.None));
        Assert.Equal(ClipStatus.Screening, (await stored.Store.FindAsync(clip, CancellationToken.None))!.State.Status);
        Assert.NotNull(await stored.Store.CommitAsync(heir!, ClipProcessTests.Allowed()[0], CancellationToken.None));
        Assert.Null(await stored.Store.CommitAsync(heir!, ClipProcessTests.Allowed()[0], CancellationToken.None));
    }

    [Fact]
    public async Task A_lease_that_ran_out_counts_as_a_failure_and_a_handed_back_one_does_not()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        await stored.AdmitAsync();

        var first = await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None);
        await stored.Leases.HandBackAsync(first!, CancellationToken.None);
        var second = await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None);
        await ExpireAsync(database);
        var third = await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None);

        Assert.Equal((0, 0, 1), (first!.Failures, second!.Failures, third!.Failures));
    }

    [Fact]
    public async Task A_stage_given_back_after_a_fault_is_due_again_later()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        await stored.AdmitAsync();
        var lease = await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None);

        await stored.Leases.GiveBackAsync(lease!, "the disk was full", CancellationToken.None);

        Assert.Null(await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None));
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("update stage_task set not_before = now()");
        Assert.Equal(1, (await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None))!.Failures);
    }

    [Fact]
    public async Task A_clip_admitted_by_a_machine_whose_clock_is_ahead_is_due_at_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database, new ClockAhead());
        var clip = await stored.AdmitAsync();

        Assert.Equal(clip, await stored.Leases.FindDueAsync(Stage.Screen, CancellationToken.None));
        Assert.NotNull(await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None));
        Assert.Null(await stored.Leases.FindDueAsync(Stage.Screen, CancellationToken.None));
    }

    [Fact]
    public async Task A_lease_and_its_renewal_hold_for_a_term_of_the_database_s_clock()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        await stored.AdmitAsync();
        await using var connection = await database.OpenConnectionAsync();
        var lease = await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None);
        var claimed = await connection.QuerySingleAsync<double>("select extract(epoch from leased_to - now())::float8 from stage_task");
        await connection.ExecuteAsync("update stage_task set leased_to = now()");

        Assert.True(await stored.Leases.RenewAsync(lease!, .5, CancellationToken.None));

        var renewed = await connection.QuerySingleAsync<double>("select extract(epoch from leased_to - now())::float8 from stage_task");
        Assert.All([claimed, renewed], left => Assert.InRange(left, StageLeases.Term.TotalSeconds / 2, StageLeases.Term.TotalSeconds));
    }

    [Fact]
    public async Task A_cancelled_clip_takes_the_lease_away_from_its_worker()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var stored = new StoredClip(database);
        var clip = await stored.AdmitAsync();
        var lease = await stored.Leases.ClaimNextAsync(Stage.Screen, CancellationToken.None);

        Assert.Equal(ClipStatus.Failed, (await stored.Store.CancelAsync(clip, CancellationToken.None))!.Status);

        Assert.False(await stored.Leases.RenewAsync(lease!, .5, CancellationToken.None));
        Assert.Null(await stored.Store.CommitAsync(lease!, ClipProcessTests.Allowed()[0], CancellationToken.None));
        Assert.Null(await stored.Store.CancelAsync(clip, CancellationToken.None));
    }

    private static async Task ExpireAsync(Npgsql.NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await connection.ExecuteAsync("update stage_task set leased_to = now() - interval '1 second'");
    }
}
