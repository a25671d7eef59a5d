using System.Diagnostics;
using Npgsql;
using SoraGuard.Media.Fingerprints;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Cli.Benchmarks;

/// <summary>
/// How long it takes to ask which released clip a copy shows, over as many hashes as wanted: on a Postgres of its own, migrated as any other, filled with random
/// hashes (a clip has 12 key frames of 7). Queries are copies with 20 wrong bits in each hash, and clips that are not there,
/// for which the wide probes are asked too.
/// </summary>
internal static class FingerprintBenchmark
{
    private const int KeyFrames = 12, Parts = 7, WrongBits = 20, Rounds = 100, WarmUp = 10;

    public static async Task<FingerprintBenchmarkResult> RunAsync(int hashes, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("soraguard-bench-");
        try
        {
            // Postgres runs as another user when this one is root.
            if (!OperatingSystem.IsWindows())
                folder.UnixFileMode |= UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            var storage = PipelineSettings.FromEnvironment().Storage with { DataFolder = folder.FullName, Postgres = null };
            await using var database = await Database.OpenAsync(storage, cancellation);
            var clips = (hashes + KeyFrames * Parts - 1) / (KeyFrames * Parts);
            var fill = Stopwatch.StartNew();
            await FillAsync(database.Source, clips, cancellation);
            var filled = fill.Elapsed.TotalSeconds;
            var index = new FingerprintIndex(database.Source);
            var random = new Random(1);
            var found = await TimeAsync(index, async () =>
            {
                var clip = ClipIdOf(random.Next(clips));
                return (Copy(await index.LoadAsync(clip, cancellation), random), clip);
            }, cancellation);
            var absent = await TimeAsync(index, () => Task.FromResult((Absent(random), (ClipId?)null)), cancellation);
            var sizes = await SizesAsync(database.Source, cancellation);
            return new((long)clips * KeyFrames * Parts, filled, sizes.Table, sizes.Indexes, found, absent);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LookupTimes> TimeAsync(FingerprintIndex index, Func<Task<(ClipFingerprint Query, ClipId? Clip)>> next, CancellationToken cancellation)
    {
        var milliseconds = new List<double>();
        var right = 0;
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var (query, clip) = await next();
            var start = Stopwatch.GetTimestamp();
            var candidates = await index.FindAsync(query, null, cancellation);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (round < 0)
                continue;
            milliseconds.Add(elapsed);
            if (clip is { } expected ? candidates is [var first, ..] && first.Clip == expected : candidates.Count == 0)
                right++;
        }

        milliseconds.Sort();
        return new(Rounds, right, milliseconds[Rounds / 2], milliseconds[Rounds * 95 / 100]);
    }

    private static async Task FillAsync(NpgsqlDataSource database, int clips, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            insert into policy_bundle (digest, files) values (repeat('0', 64), '{Empty}');
            insert into clip (id, version, status, state, request, policy, created_at, updated_at)
              select lpad(to_hex(c), 16, '0'), 1, 'released', '{Empty}', '{Empty}', repeat('0', 64), now(), now() from generate_series(0, {clips - 1}) c;
            insert into registry (clip_id, manifest_id, content, marked_at)
              select id, 'urn:c2pa:' || id, repeat(id, 4), now() from clip;
            insert into key_frame_hash (clip_id, frame, part, quality, seconds, hash)
              select lpad(to_hex(c), 16, '0'), f * 24, p, 100, f, ('x' || encode(sha256(int4send((c * {KeyFrames} + f) * {Parts} + p)), 'hex'))::bit(256)
              from generate_series(0, {clips - 1}) c, generate_series(0, {KeyFrames - 1}) f, generate_series(0, {Parts - 1}) p;
            analyze
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
        await using var vacuum = database.CreateCommand("vacuum key_frame_hash");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync(cancellation);
    }

    private const string Empty = "{}";

    private static async Task<(long Table, long Indexes)> SizesAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select pg_table_size('key_frame_hash'), pg_indexes_size('key_frame_hash')");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static ClipId ClipIdOf(int number) => ClipId.Parse(number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));

    private static ClipFingerprint Copy(ClipFingerprint clip, Random random) => new([.. clip.KeyFrames.Select(frame => frame with
    {
        Hashes = [.. frame.Hashes.Take(2).Select(part => part with { Hash = Damaged(part.Hash, random) })],
    })]);

    private static ClipFingerprint Absent(Random random) => new([.. Enumerable.Range(0, KeyFrames).Select(i =>
        new KeyFrame(i, i, [new PartHash(FramePart.Whole, RandomHash(random), 100), new PartHash(FramePart.Mirror, RandomHash(random), 100)]))]);

    private static PdqHash Damaged(PdqHash hash, Random random)
    {
        var bytes = new byte[PdqHash.Bytes];
        hash.CopyTo(bytes);
        var bits = Enumerable.Range(0, PdqHash.Bits).ToArray();
        random.Shuffle(bits);
        foreach (var bit in bits.Take(WrongBits))
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return new PdqHash(bytes);
    }

    private static PdqHash RandomHash(Random random)
    {
        var bytes = new byte[PdqHash.Bytes];
        random.NextBytes(bytes);
        return new PdqHash(bytes);
    }
}
