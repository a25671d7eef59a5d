using Dapper;
using Npgsql;
using SoraGuard.Media.Fingerprints;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Pipeline.Tests.Clips;

namespace SoraGuard.Pipeline.Tests.Storage;

[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class FingerprintIndexTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(31)]
    public async Task A_released_clip_is_found_within_the_distance(int flipped)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (index, clip, stored) = (new FingerprintIndex(database), await ReleaseAsync(database), Clip(seed: 1));
        await index.StoreAsync(clip, stored, CancellationToken.None);
        await index.StoreAsync(await ReleaseAsync(database), Clip(seed: 2), CancellationToken.None);

        var found = Assert.Single(await index.FindAsync(Flip(stored, flipped), null, CancellationToken.None));

        Assert.Equal((clip, flipped), (found.Clip, found.Distance));
        Assert.InRange(found.Hits, 1, FingerprintIndex.MaxExactProbes);
    }

    // Two wrong bits in each of 15 slots and one in the last: no whole slot is left to find it by.
    [Fact]
    public async Task A_hash_with_an_error_in_every_slot_is_found_by_the_wide_probes()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (index, clip, stored) = (new FingerprintIndex(database), await ReleaseAsync(database), Clip(seed: 1, frames: 1));
        await index.StoreAsync(clip, stored, CancellationToken.None);
        int[] bits = [.. Enumerable.Range(0, 31).Select(i => i / 2 * 16 + i % 2)];

        Assert.Equal(31, Assert.Single(await index.FindAsync(Flip(stored, bits), null, CancellationToken.None)).Distance);
        Assert.Empty(await index.FindAsync(Flip(stored, [.. bits, 255]), null, CancellationToken.None));
    }

    [Fact]
    public async Task What_is_stored_comes_back_and_stays()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (index, clip, stored) = (new FingerprintIndex(database), await ReleaseAsync(database), Clip(seed: 3));
        await index.StoreAsync(clip, stored, CancellationToken.None);
        await index.StoreAsync(clip, Clip(seed: 4), CancellationToken.None); // a stage that was tried again

        var loaded = await index.LoadAsync(clip, CancellationToken.None);

        Assert.Equal(stored.KeyFrames.Select(f => (f.Number, f.Seconds)), loaded.KeyFrames.Select(f => (f.Number, f.Seconds)));
        Assert.Equal(stored.KeyFrames.SelectMany(f => f.Hashes), loaded.KeyFrames.SelectMany(f => f.Hashes));
        await using var connection = await database.OpenConnectionAsync();
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync("delete from key_frame_hash"))).SqlState);
    }

    [Fact]
    public async Task A_clip_that_was_never_released_is_not_found()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (index, stored) = (new FingerprintIndex(database), Clip(seed: 1));
        await index.StoreAsync(await new StoredClip(database).AdmitAsync(), stored, CancellationToken.None);

        Assert.Empty(await index.FindAsync(stored, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_clip_without_a_usable_frame_is_stored_and_finds_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var index = new FingerprintIndex(database);

        await index.StoreAsync(await ReleaseAsync(database), new([]), CancellationToken.None);

        Assert.Empty(await index.FindAsync(new([]), null, CancellationToken.None));
    }

    private static async Task<ClipId> ReleaseAsync(NpgsqlDataSource database)
    {
        var stored = new StoredClip(database);
        var id = await stored.AdmitAsync();
        // The same stages for each; a release's content and manifest are its own.
        var content = Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(id.ToString()));
        var events = ClipProcessTests.Allowed();
        var signed = (ClipSigned)events[^2];
        await stored.AdvanceAsync(id, [.. events.SkipLast(2), signed with { Content = content, ManifestId = $"urn:c2pa:{id}" }, new ReleaseVerified(content, 10, [])]);
        return id;
    }

    private static ClipFingerprint Clip(int seed, int frames = 3)
    {
        var random = new Random(seed);
        PdqHash Hash()
        {
            var bytes = new byte[PdqHash.Bytes];
            random.NextBytes(bytes);
            return new PdqHash(bytes);
        }

        return new([.. Enumerable.Range(0, frames).Select(i => new KeyFrame(i * 24, i, [.. Enum.GetValues<FramePart>().Select(part => new PartHash(part, Hash(), 90 + i))]))]);
    }

    private static ClipFingerprint Flip(ClipFingerprint clip, int bits) => Flip(clip, [.. Enumerable.Range(0, bits)]);

    private static ClipFingerprint Flip(ClipFingerprint clip, int[] bits) => new([.. clip.KeyFrames.Select(frame => frame with
    {
        Hashes = [.. frame.Hashes.Take(1).Select(part =>
        {
            var bytes = new byte[PdqHash.Bytes];
            part.Hash.CopyTo(bytes);
            foreach (var bit in bits)
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            return part with { Hash = new PdqHash(bytes) };
        })],
    })]);
}
