using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Npgsql;
using SoraGuard.Audit;

namespace SoraGuard.Pipeline.Audit;

/// <summary>The outcome of checking the whole log.</summary>
/// <param name="Leaves">How many leaves the head records.</param>
/// <param name="Findings">Damages in the chain, in index order.</param>
/// <param name="Contradictions">Where the clips, their events or releases say something else than the log.</param>
/// <param name="Erased">Leaves whose commitment can no longer be opened, because the clip's secret was erased.</param>
public sealed record AuditReport(long Leaves, IReadOnlyList<AuditFinding> Findings, IReadOnlyList<string> Contradictions, long Erased)
{
    public bool Intact => Findings.Count == 0 && Contradictions.Count == 0;
}

/// <summary>Reads the log from the database and checks it: the chain, then that clips, events and releases agree with it.</summary>
public sealed class AuditVerification(NpgsqlDataSource database)
{
    public async Task<AuditReport> RunAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        // One snapshot, so that a transition that commits meanwhile is seen whole or not at all.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation).ConfigureAwait(false);
        var head = await connection.QuerySingleAsync<(long Size, byte[] Hash)>("select size, hash from audit_head").ConfigureAwait(false);
        var verifier = new ChainVerifier();
        var contradictions = new List<string>();
        long erased = 0;
        await foreach (var row in connection.QueryUnbufferedAsync<LeafRow>("""
            select l.idx, l.clip_id as clip, l.clip_version as version, l.body, l.previous, l.hash, e.body as event, s.key
            from audit_leaf l
            left join clip_event e on e.clip_id = l.clip_id and e.version = l.clip_version
            left join audit_secret s on s.clip_id = l.clip_id
            order by l.idx
            """).WithCancellation(cancellation).ConfigureAwait(false))
        {
            verifier.Add(new(row.Idx, row.Body, row.Previous, row.Hash));
            if (row.Key is null || row.Event is null) erased++;
            else if (Disagreement(row) is { } text) contradictions.Add(text);
        }
        contradictions.AddRange(await connection.QueryAsync<string>(Unaccounted).ConfigureAwait(false));
        return new(head.Size, verifier.Finish(head.Size, head.Hash), contradictions, erased);
    }

    private const string Unaccounted = """
        select 'clip ' || c.id || ' is at version ' || c.version || ', the log knows ' || count(l.idx)
          from clip c left join audit_leaf l on l.clip_id = c.id group by c.id, c.version having count(l.idx) <> c.version
        union all
        select 'clip ' || r.clip_id || ' has a release that the log does not know'
          from release r where not exists (
            select 1 from audit_leaf l where l.clip_id = r.clip_id
              and convert_from(l.body, 'UTF8')::jsonb ->> 'status' = 'Released' and convert_from(l.body, 'UTF8')::jsonb ->> 'content' = r.content)
        """;

    private static string? Disagreement(LeafRow row)
    {
        try
        {
            using var body = JsonDocument.Parse(row.Body);
            var root = body.RootElement;
            if (root.GetProperty("clip").GetString() != row.Clip || root.GetProperty("version").GetInt32() != row.Version)
                return $"leaf {row.Idx} is filed under clip {row.Clip} version {row.Version}, its body names another";
            var committed = Convert.FromHexString(root.GetProperty("commitment").GetString() ?? "");
            return CryptographicOperations.FixedTimeEquals(committed, Commitment.To(row.Event!, row.Key)) // both were checked to be there
                ? null
                : $"clip {row.Clip} version {row.Version}: the stored event is not the one that leaf {row.Idx} commits to";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null; // an unreadable body is already a finding of the chain
        }
    }

    private sealed record LeafRow(long Idx, string Clip, int Version, byte[] Body, byte[] Previous, byte[] Hash, string? Event, byte[]? Key);
}
