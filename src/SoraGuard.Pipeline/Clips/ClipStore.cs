using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Audit;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Messaging;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Clips;

/// <summary>
/// The clips in Postgres. A transition is one transaction: state, event, stage record, release, next task, outgoing messages and audit
/// leaf are all written or none.
/// </summary>
public sealed class ClipStore(NpgsqlDataSource database, Outbox outbox, TimeProvider time)
{
    /// <summary>Admits a clip under a policy whose bundle is already stored.</summary>
    public async Task<ClipState> AdmitAsync(ClipId id, ClipRequest request, Sha256Digest policy, CancellationToken cancellation)
    {
        var transition = ClipProcess.Admit(id, policy);
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var now = time.GetUtcNow();
        await connection.ExecuteAsync("""
            insert into clip (id, version, status, state, request, policy, created_at, updated_at)
            values (@Id, 1, 'screening', '{}', cast(@Request as jsonb), @Policy, @Now, @Now)
            """,
            new { Id = id.ToString(), Request = PipelineJson.Write(request), Policy = policy.ToString(), Now = now }, transaction).ConfigureAwait(false);
        await WriteAsync(transaction, transition, "ClipAdmitted", PipelineJson.Write(request), now).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        outbox.Ring();
        return transition.State;
    }

    /// <summary>The clip, or null.</summary>
    public async Task<ClipRecord?> FindAsync(ClipId id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var row = await connection.QuerySingleOrDefaultAsync<ClipRow>(SelectClip + " where c.id = @Id", new { Id = id.ToString() }).ConfigureAwait(false);
        return row?.ToRecord();
    }

    /// <summary>What was released of a clip, and so may be handed out; null when nothing was.</summary>
    public async Task<ReleaseRow?> FindReleaseAsync(ClipId id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var row = await connection.QuerySingleOrDefaultAsync<(string Content, string Policy, string ManifestId, long Bytes)?>(
            "select content, policy, manifest_id, bytes from release where clip_id = @Id", new { Id = id.ToString() }).ConfigureAwait(false);
        return row is { } r ? new(Sha256Digest.Parse(r.Content), Sha256Digest.Parse(r.Policy), r.ManifestId, r.Bytes) : null;
    }

    /// <summary>Clips by age, after (or before) a given one, for paging.</summary>
    public async Task<IReadOnlyList<ClipRecord>> ListAsync(int limit, bool newestFirst, ClipId? after, CancellationToken cancellation)
    {
        var (compare, order) = newestFirst ? ("<", "desc") : (">", "asc");
        var sql = $"""
            {SelectClip}
            where @After::text is null or (c.created_at, c.id) {compare} (select a.created_at, a.id from clip a where a.id = @After)
            order by c.created_at {order}, c.id {order} limit @Limit
            """;
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var rows = await connection.QueryAsync<ClipRow>(sql, new { After = after?.ToString(), Limit = limit }).ConfigureAwait(false);
        return [.. rows.Select(r => r.ToRecord())];
    }

    /// <summary>What happened to a clip, with the audit leaf of each transition.</summary>
    public async Task<IReadOnlyList<ClipHistoryEntry>> HistoryAsync(ClipId id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var rows = await connection.QueryAsync<ClipHistoryEntry>("""
            select e.version, e.kind, e.body, e.occurred_at as OccurredAt, l.idx as LeafIndex, l.hash as LeafHash
            from clip_event e join audit_leaf l on l.clip_id = e.clip_id and l.clip_version = e.version
            where e.clip_id = @Id order by e.version
            """, new { Id = id.ToString() }).ConfigureAwait(false);
        return [.. rows];
    }

    /// <summary>Commits what a stage reports, if its lease still holds.</summary>
    /// <returns>The new state; null when the lease was lost: somebody else has the clip, and nothing was changed.</returns>
    public async Task<ClipState?> CommitAsync(StageLease lease, ClipEvent happened, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var state = await connection.QuerySingleOrDefaultAsync<string>("""
            select c.state::text from clip c join stage_task t on t.clip_id = c.id
            where c.id = @Id and t.stage = @Stage and t.token = @Token and t.leased_to is not null
            for update of c, t
            """, lease.Key, transaction).ConfigureAwait(false);
        if (state is null) return null;
        var transition = ClipProcess.Apply(PipelineJson.Read<ClipState>(state), happened);
        await WriteAsync(transaction, transition, happened.GetType().Name, PipelineJson.Write<object>(happened), time.GetUtcNow()).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        outbox.Ring();
        return transition.State;
    }

    /// <summary>A reviewer's decision on a held clip.</summary>
    /// <returns>The new state; null when the clip is not held (any more).</returns>
    public Task<ClipState?> DecideAsync(ClipId id, ReviewDecided decision, CancellationToken cancellation) =>
        ApplyAsync(id, "status = 'held'", decision, cancellation);

    /// <summary>Stops a clip that is not wanted any more. A worker that is at it loses its lease.</summary>
    /// <returns>The new state; null when the clip is at rest already.</returns>
    public Task<ClipState?> CancelAsync(ClipId id, CancellationToken cancellation) =>
        ApplyAsync(id, "status not in ('held', 'released', 'refused', 'failed')", new ClipCancelled(), cancellation);

    /// <summary>How many clips are on their way.</summary>
    public async Task<int> CountActiveAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        return await connection.QuerySingleAsync<int>("select count(*)::int from stage_task").ConfigureAwait(false);
    }

    /// <summary>Applies what comes from outside the stages, if the clip still is where it has to be.</summary>
    private async Task<ClipState?> ApplyAsync(ClipId id, string condition, ClipEvent happened, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var state = await connection.QuerySingleOrDefaultAsync<string>(
            $"select state::text from clip where id = @Id and {condition} for update", new { Id = id.ToString() }, transaction).ConfigureAwait(false);
        if (state is null) return null;
        var transition = ClipProcess.Apply(PipelineJson.Read<ClipState>(state), happened);
        await WriteAsync(transaction, transition, happened.GetType().Name, PipelineJson.Write<object>(happened), time.GetUtcNow()).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        outbox.Ring();
        return transition.State;
    }

    private static async Task WriteAsync(NpgsqlTransaction transaction, Transition transition, string kind, string eventJson, DateTimeOffset now)
    {
        var (state, connection) = (transition.State, transaction.Connection!); // an open transaction has one
        var id = state.Id.ToString();
        await connection.ExecuteAsync("""
            update clip set version = @Version, status = @Status, state = cast(@State as jsonb), updated_at = @Now where id = @Id;
            insert into clip_event (clip_id, version, kind, body, occurred_at) values (@Id, @Version, @Kind, @Body, @Now);
            delete from stage_task where clip_id = @Id
            """,
            new { Id = id, state.Version, Status = DbText.Of(state.Status), State = PipelineJson.Write(state), Kind = kind, Body = eventJson, Now = now }, transaction).ConfigureAwait(false);
        if (transition.Record is { } record)
            await connection.ExecuteAsync("""
                insert into stage_record (clip_id, kind, policy, source, content, passed, recorded_at) values (@Id, @Kind, @Policy, @Source, @Content, @Passed, @Now)
                """,
                new { Id = id, Kind = DbText.Of(record.Kind), Policy = record.Policy.ToString(), Source = record.Source?.ToString(), Content = record.Content?.ToString(), record.Passed, Now = now },
                transaction).ConfigureAwait(false);
        if (transition.Release is { } release)
            await connection.ExecuteAsync("""
                insert into release (clip_id, content, policy, manifest_id, bytes, released_at) values (@Id, @Content, @Policy, @ManifestId, @Bytes, @Now);
                insert into registry (clip_id, manifest_id, content, marked_at) values (@Id, @ManifestId, @Content, @Now)
                """,
                new { Id = id, Content = release.Content.ToString(), Policy = release.Policy.ToString(), release.ManifestId, release.Bytes, Now = now }, transaction).ConfigureAwait(false);
        if (transition.Next is { } next)
        {
            // By the database's clock, like every lease on it.
            await connection.ExecuteAsync("insert into stage_task (clip_id, stage, not_before, rung_at) values (@Id, @Stage, now(), now())",
                new { Id = id, Stage = DbText.Of(next) }, transaction).ConfigureAwait(false);
            await Outbox.AddAsync(transaction, StageCommand.For(next, state.Id), now).ConfigureAwait(false);
        }
        else if (ClipNotice.For(state) is { } notice)
            await Outbox.AddAsync(transaction, notice, now).ConfigureAwait(false);
        await AuditAppender.AppendAsync(transaction, state, kind, eventJson, now).ConfigureAwait(false);
    }

    private const string SelectClip = """
        select c.state::text as State, c.request::text as Request, c.created_at as CreatedAt, c.updated_at as UpdatedAt, coalesce(t.progress, 0) as Progress
        from clip c left join stage_task t on t.clip_id = c.id
        """;

    private sealed record ClipRow(string State, string Request, DateTime CreatedAt, DateTime UpdatedAt, float Progress)
    {
        public ClipRecord ToRecord() => new(PipelineJson.Read<ClipState>(State), PipelineJson.Read<ClipRequest>(Request), CreatedAt, UpdatedAt, Progress);
    }
}
