using System.Globalization;
using System.Security.Cryptography;
using Dapper;
using Npgsql;
using SoraGuard.Audit;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Audit;

/// <summary>
/// Writes the leaf of a transition, in the transition's transaction: the one place where leaves are made.
/// The leaf holds digests and a commitment to the event; the event itself, which may quote the prompt, stands in <c>clip_event</c>.
/// </summary>
public static class AuditAppender
{
    /// <summary>Appends a leaf. Locks the head of the log until the transaction ends, which orders the writers.</summary>
    /// <returns>The index of the leaf.</returns>
    public static async Task<long> AppendAsync(NpgsqlTransaction transaction, ClipState state, string kind, string eventJson, DateTimeOffset at)
    {
        var connection = transaction.Connection!; // an open transaction has one
        var key = await SecretAsync(transaction, state.Id).ConfigureAwait(false);
        var head = await connection.QuerySingleAsync<(long Size, byte[] Hash)>("select size, hash from audit_head for update", transaction: transaction).ConfigureAwait(false);
        var leaf = HashChain.Append(head.Size, head.Hash, AuditBody.Encode(head.Size, Members(state, kind, Commitment.To(eventJson, key), at)));
        await connection.ExecuteAsync("""
            insert into audit_leaf (idx, clip_id, clip_version, body, previous, hash, appended_at)
            values (@Index, @Clip, @Version, @Body, @Previous, @Hash, @At);
            update audit_head set size = @Index + 1, hash = @Hash
            """,
            new { leaf.Index, Clip = state.Id.ToString(), state.Version, leaf.Body, leaf.Previous, leaf.Hash, At = at }, transaction).ConfigureAwait(false);
        return leaf.Index;
    }

    private static Dictionary<string, object> Members(ClipState state, string kind, byte[] commitment, DateTimeOffset at)
    {
        var members = new Dictionary<string, object>
        {
            ["clip"] = state.Id.ToString(),
            ["version"] = state.Version,
            ["event"] = kind,
            ["status"] = state.Status.ToString(),
            ["policy"] = state.Policy.ToString(),
            ["at"] = at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["commitment"] = Convert.ToHexStringLower(commitment),
        };
        if ((state.Signed ?? state.Marked ?? state.Generated) is { } content) members["content"] = content.ToString();
        if (state.ManifestId is { } manifest) members["manifest"] = manifest;
        return members;
    }

    private static async Task<byte[]> SecretAsync(NpgsqlTransaction transaction, ClipId id) =>
        await transaction.Connection!.QuerySingleAsync<byte[]>("""
            insert into audit_secret (clip_id, key) values (@Clip, @Key)
            on conflict (clip_id) do update set key = audit_secret.key
            returning key
            """,
            new { Clip = id.ToString(), Key = RandomNumberGenerator.GetBytes(Commitment.KeyBytes) }, transaction).ConfigureAwait(false);
}
