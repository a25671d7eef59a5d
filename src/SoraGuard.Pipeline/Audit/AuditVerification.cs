using System.Data;
using Dapper;
using Npgsql;
using SoraGuard.Audit;

namespace SoraGuard.Pipeline.Audit;

/// <summary>The outcome of checking the whole log.</summary>
/// <param name="Leaves">How many leaves the head records.</param>
/// <param name="Findings">Damages in the chain, in index order.</param>
/// <param name="Contradictions">Where the clips, their events, records or releases say something else than the log.</param>
/// <param name="Erased">Leaves whose commitment can no longer be opened, because the clip's secret was erased.</param>
public sealed record AuditReport(long Leaves, IReadOnlyList<AuditFinding> Findings, IReadOnlyList<string> Contradictions, long Erased)
{
    public bool Intact => Findings.Count == 0 && Contradictions.Count == 0;
}

/// <summary>Reads the log from the database and checks it: the chain, then that clips, events, records and releases agree with it.</summary>
public sealed class AuditVerification(NpgsqlDataSource database)
{
    public async Task<AuditReport> RunAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        // One snapshot, so that a transition that commits meanwhile is seen whole or not at all.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
        var head = await connection.QuerySingleAsync<(long Size, byte[] Hash)>("select size, hash from audit_head").ConfigureAwait(false);
        var verifier = new ChainVerifier();
        var contradictions = new List<string>();
        long erased = 0;
        await foreach (var row in connection.QueryUnbufferedAsync<StoredLeaf>(Leaves).WithCancellation(cancellation).ConfigureAwait(false))
        {
            verifier.Add(new(row.Idx, row.Body, row.Previous, row.Hash));
            if (row.Key is null) erased++;
            contradictions.AddRange(row.Contradictions());
        }
        contradictions.AddRange(await connection.QueryAsync<string>(Unaccounted).ConfigureAwait(false));
        return new(head.Size, verifier.Finish(head.Size, head.Hash), contradictions, erased);
    }

    // The clip and its release stand beside the clip's last leaf, which says what they must be.
    private const string Leaves = """
        select l.idx, l.clip_id as clip, l.clip_version as version, l.body, l.previous, l.hash, l.appended_at as appendedAt, e.body as event, s.key,
               c.status as clipStatus, coalesce(c.state ->> 'signed', c.state ->> 'marked', c.state ->> 'generated') as clipContent,
               lower(c.state ->> 'status') as stateStatus, case when c.id is not null then r.content end as released
        from audit_leaf l
        left join clip_event e on e.clip_id = l.clip_id and e.version = l.clip_version
        left join audit_secret s on s.clip_id = l.clip_id
        left join clip c on c.id = l.clip_id and c.version = l.clip_version
        left join release r on r.clip_id = l.clip_id
        order by l.idx
        """;

    private const string Unaccounted = """
        select 'clip ' || c.id || ' is at version ' || c.version || ', the log knows ' || count(l.idx)
          from clip c left join audit_leaf l on l.clip_id = c.id group by c.id, c.version having count(l.idx) <> c.version
        union all
        select 'clip ' || r.clip_id || ' has a release without the records screened, inspected, stamped and verified of its policy and content'
          from release r where 4 <> (
            select count(*) from stage_record k where k.clip_id = r.clip_id and k.passed and k.policy = r.policy
              and (k.kind not in ('stamped', 'verified') or k.content = r.content))
        union all
        select 'clip ' || r.clip_id || ' stands in the registry with other content or another manifest than its release'
          from release r left join registry g using (clip_id) where (g.content, g.manifest_id) is distinct from (r.content, r.manifest_id)
        """;
}
