using System.Collections;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using SoraGuard.Media.Fingerprints;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// The fingerprints of released clips in Postgres, found by multi-index hashing. A lookup first asks with many hashes for rows that share a whole slot; only
/// where that names no clip it asks with fewer for all within the distance.
/// </summary>
public sealed class FingerprintIndex(NpgsqlDataSource database)
{
    /// <summary>Most hashes of a query that ask for whole slots: 16 key frames and their mirror images, spread over the clip.</summary>
    public const int MaxExactProbes = 32;

    /// <summary>Most hashes that ask for everything within the distance.</summary>
    public const int MaxWideProbes = 4;

    /// <summary>Most candidates returned.</summary>
    public const int MaxCandidates = 20;

    private const int SlotBits = 16;

    private static readonly string s_find = FindSql();

    /// <summary>Stores a clip's fingerprint; what is stored already stays. It can be found once the clip is released.</summary>
    public async Task StoreAsync(ClipId clip, ClipFingerprint fingerprint, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var rows = fingerprint.KeyFrames.SelectMany(frame => frame.Hashes.Select(part => (Frame: frame, Part: part))).ToList();
        await using var command = database.CreateCommand("""
            insert into key_frame_hash (clip_id, frame, part, quality, seconds, hash)
            select $1, * from unnest($2, $3, $4, $5, $6) on conflict do nothing
            """);
        command.Parameters.AddWithValue(clip.ToString());
        command.Parameters.AddWithValue(rows.Select(r => r.Frame.Number).ToArray());
        command.Parameters.AddWithValue(rows.Select(r => (short)r.Part.Part).ToArray());
        command.Parameters.AddWithValue(rows.Select(r => (short)r.Part.Quality).ToArray());
        command.Parameters.AddWithValue(rows.Select(r => (float)r.Frame.Seconds).ToArray());
        command.Parameters.Add(BitsOf(rows.Select(r => r.Part.Hash)));
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>A clip's fingerprint; empty where none is stored.</summary>
    public async Task<ClipFingerprint> LoadAsync(ClipId clip, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var rows = await connection.QueryAsync<(int Frame, short Part, short Quality, float Seconds, BitArray Hash)>(
            "select frame, part, quality, seconds, hash from key_frame_hash where clip_id = @Id order by frame, part", new { Id = clip.ToString() }).ConfigureAwait(false);
        return new([.. rows.GroupBy(r => r.Frame).Select(frame => new KeyFrame(frame.Key, frame.First().Seconds,
            [.. frame.Select(r => new PartHash((FramePart)r.Part, FingerprintBits.HashOf(r.Hash), r.Quality))]))]);
    }

    /// <summary>Released clips that show what the query shows, the likeliest first. To be held against the query: <see cref="LoadAsync"/>.</summary>
    public async Task<IReadOnlyList<FingerprintCandidate>> FindAsync(ClipFingerprint query, MatchOptions? options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limits = options ?? MatchOptions.Default;
        var radius = limits.MaxDistance / PdqHash.Slots;
        var frames = query.KeyFrames.Where(frame => frame.Whole.Quality >= limits.LowestQuality).ToList();
        PdqHash[] exact = [.. Spread(frames, MaxExactProbes / 2).SelectMany(frame => frame.Hashes).Where(part => part.Part <= FramePart.Mirror).Select(part => part.Hash)];
        var found = await FindAsync(exact, 0, limits, cancellation).ConfigureAwait(false);
        for (var within = 1; within <= radius && found.Count == 0; within++)
            found = await FindAsync([.. Spread(frames, MaxWideProbes).Select(frame => frame.Whole.Hash)], within, limits, cancellation).ConfigureAwait(false);
        return found;
    }

    private async Task<IReadOnlyList<FingerprintCandidate>> FindAsync(PdqHash[] hashes, int radius, MatchOptions limits, CancellationToken cancellation)
    {
        if (hashes.Length == 0)
            return [];
        await using var command = database.CreateCommand(s_find);
        command.Parameters.Add(BitsOf(hashes));
        command.Parameters.AddWithValue(NearbySlots(radius));
        command.Parameters.AddWithValue(limits.MaxDistance);
        command.Parameters.AddWithValue((short)limits.LowestQuality);
        command.Parameters.AddWithValue(MaxCandidates);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var found = new List<FingerprintCandidate>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
            found.Add(new(ClipId.Parse(reader.GetString(0)), reader.GetInt32(1), reader.GetInt32(2)));
        return found;
    }

    /// <summary>Every pattern of at most so many wrong bits in a slot.</summary>
    private static int[] NearbySlots(int radius) => [.. Enumerable.Range(0, 1 << SlotBits).Where(bits => int.PopCount(bits) <= radius)];

    private static IEnumerable<KeyFrame> Spread(List<KeyFrame> frames, int most) =>
        frames.Count <= most ? frames : Enumerable.Range(0, most).Select(i => frames[i * frames.Count / most]);

    private static NpgsqlParameter BitsOf(IEnumerable<PdqHash> hashes) =>
        new() { Value = hashes.Select(FingerprintBits.Of).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bit };

    // Each slot by its own index: a join of nested loops, for the planner sees that each value has few rows.
    private static string FindSql()
    {
        var slots = Enumerable.Range(0, PdqHash.Slots).Select(slot => $"""
            select k.clip_id, q.i, bit_count(k.hash # q.hash)::integer as distance
            from query q cross join unnest($2) as n(error) join key_frame_hash k on pdq_slot(k.hash, {slot}) = pdq_slot(q.hash, {slot}) # n.error
            where bit_count(k.hash # q.hash) <= $3 and k.quality >= $4
            """);
        return $"""
            with query as materialized (select u.i, u.hash::bit(256) as hash from unnest($1) with ordinality as u(hash, i)),
            near as ({string.Join(" union all ", slots)})
            select r.clip_id::text, count(distinct n.i)::integer as hits, min(n.distance) as distance
            from near n join registry r on r.clip_id = n.clip_id group by r.clip_id order by hits desc, distance, r.clip_id limit $5
            """;
    }
}
