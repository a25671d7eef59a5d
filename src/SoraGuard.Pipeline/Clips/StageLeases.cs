using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Clips;

/// <summary>
/// Claims, renews and gives back the right to do a stage. Terms and pauses run on the database's clock: the workers' clocks may differ by more
/// than a term, and one that is ahead must not take work away from the others.
/// </summary>
public sealed class StageLeases(NpgsqlDataSource database)
{
    /// <summary>How long a claim holds without renewal. A worker renews every third of it; after a crash the stage is free again this late.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(12);

    /// <summary>Attempts of one stage before the clip fails.</summary>
    public const int MostFailures = 4;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);

    /// <summary>Claims the stage a message rings for. A message that was taken in before claims nothing.</summary>
    public async Task<StageLease?> ClaimAsync(ClipId clip, Stage stage, Guid messageId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var taken = await connection.ExecuteAsync(
            "insert into inbox (message_id, consumer) values (@MessageId, @Consumer) on conflict do nothing",
            new { MessageId = messageId, Consumer = DbText.Of(stage) }, transaction).ConfigureAwait(false);
        var lease = taken == 0 ? null : await ClaimAsync(transaction, stage, clip).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return lease;
    }

    /// <summary>Claims whatever piece of this stage is due, oldest first.</summary>
    /// <param name="overdue">Only what has been due, and nobody's, for so long.</param>
    public async Task<StageLease?> ClaimNextAsync(Stage stage, CancellationToken cancellation, TimeSpan overdue = default)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var lease = await ClaimAsync(transaction, stage, clip: null, overdue).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return lease;
    }

    /// <summary>The clip for which this stage has been due longest and that nobody works on; null when there is none.</summary>
    public async Task<ClipId?> FindDueAsync(Stage stage, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var id = await connection.QuerySingleOrDefaultAsync<string>("""
            select clip_id from stage_task
            where stage = @Stage and not_before <= now() and (leased_to is null or leased_to < now())
            order by not_before limit 1
            """, new { Stage = DbText.Of(stage) }).ConfigureAwait(false);
        return id is null ? null : ClipId.Parse(id);
    }

    /// <summary>Holds the lease for another term and notes how far the work is.</summary>
    /// <returns>False when it was lost.</returns>
    public async Task<bool> RenewAsync(StageLease lease, double progress, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await connection.ExecuteAsync("""
            update stage_task set leased_to = now() + @Term, progress = @Progress
            where clip_id = @Id and stage = @Stage and token = @Token and leased_to is not null
            """,
            new { Id = lease.ClipId.ToString(), Stage = DbText.Of(lease.Stage), lease.Token, Term, Progress = (float)Math.Clamp(progress, 0, 1) })
            .ConfigureAwait(false) == 1;
    }

    /// <summary>Gives the stage back after a fault that may pass; it is due again after a pause that doubles with each failure.</summary>
    public async Task GiveBackAsync(StageLease lease, string error, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync("""
            update stage_task set leased_to = null, failures = failures + 1, last_error = @Error, not_before = now() + @Pause, progress = 0
            where clip_id = @Id and stage = @Stage and token = @Token
            """,
            new { Id = lease.ClipId.ToString(), Stage = DbText.Of(lease.Stage), lease.Token, Error = error, Pause = FirstBackoff * (1 << lease.Failures) })
            .ConfigureAwait(false);
    }

    /// <summary>Gives the stage back because this process stops; it is due at once and nothing is counted as a failure.</summary>
    public async Task HandBackAsync(StageLease lease, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync("update stage_task set leased_to = null, progress = 0 where clip_id = @Id and stage = @Stage and token = @Token", lease.Key).ConfigureAwait(false);
    }

    private static async Task<StageLease?> ClaimAsync(NpgsqlTransaction transaction, Stage stage, ClipId? clip, TimeSpan overdue = default)
    {
        // A lease that ran out without being given back is a crash: it counts, so that a clip that kills its workers comes to an end.
        var row = await transaction.Connection!.QuerySingleOrDefaultAsync<ClaimRow>("""
            update stage_task t set token = nextval('lease_token'), leased_to = now() + @Term, progress = 0,
              failures = failures + case when t.leased_to is null then 0 else 1 end
            from clip c
            where c.id = t.clip_id and t.clip_id = (
              select clip_id from stage_task
              where stage = @Stage and (@Clip::text is null or clip_id = @Clip)
                and not_before <= now() - @Overdue and (leased_to is null or leased_to < now() - @Overdue)
              order by not_before limit 1 for update skip locked)
            returning t.clip_id as Id, t.token as Token, t.failures as Failures, t.last_error as LastError, c.state::text as State, c.request::text as Request
            """,
            new { Stage = DbText.Of(stage), Clip = clip?.ToString(), Term, Overdue = overdue }, transaction).ConfigureAwait(false);
        return row is null ? null : new(ClipId.Parse(row.Id), stage, row.Token, row.Failures, row.LastError, PipelineJson.Read<ClipState>(row.State), PipelineJson.Read<ClipRequest>(row.Request));
    }

    private sealed record ClaimRow(string Id, long Token, int Failures, string? LastError, string State, string Request);
}
