using Microsoft.Extensions.Logging.Abstractions;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Pipeline.Tests.Clips;

namespace SoraGuard.Pipeline.Tests.Storage;

[Collection(PostgresCollection.Name)]
[Trait("Category", "Integration")]
public sealed class HousekeeperTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("soraguard-blobs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_released_clip_keeps_what_was_released_and_a_held_one_keeps_everything()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stored, blobs) = (new StoredClip(database), new BlobStore(folder));
        var (generated, marked, signed, held) = (await Put("generated"), await Put("marked"), await Put("signed"), await Put("held"));
        await stored.AdvanceAsync(await stored.AdmitAsync(),
            ClipProcessTests.Allowed()[0], new ClipGenerated(generated, new("m", "1", "0"), 1, []), new ClipInspected(generated, ClipProcessTests.Verdict(SoraGuard.Policy.Decision.Allow), Scores),
            new ClipMarked(generated, marked, new(48, 20, "plain", null, "id")), new ClipSigned(marked, signed, "urn:c2pa:9"), new ReleaseVerified(signed, 10, []));
        await stored.AdvanceAsync(await stored.AdmitAsync(),
            ClipProcessTests.Allowed()[0], new ClipGenerated(held, new("m", "1", "0"), 1, []), new ClipInspected(held, ClipProcessTests.Verdict(SoraGuard.Policy.Decision.Review), Scores));

        await new Housekeeper(database, blobs, TimeProvider.System, NullLogger<Housekeeper>.Instance).SweepAsync(CancellationToken.None);

        Assert.Equal((false, false, true, true), (blobs.Contains(generated), blobs.Contains(marked), blobs.Contains(signed), blobs.Contains(held)));

        Task<Sha256Digest> Put(string text) => blobs.PutAsync(text);
    }

    [Fact]
    public async Task What_a_clip_on_its_way_shares_with_a_finished_one_stays()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stored, blobs) = (new StoredClip(database), new BlobStore(folder));
        var shared = await blobs.PutAsync("same prompt, same seed");
        await stored.AdvanceAsync(await stored.AdmitAsync(), ClipProcessTests.Allowed()[0], new ClipGenerated(shared, new("m", "1", "0"), 1, []));
        await stored.AdvanceAsync(await stored.AdmitAsync(),
            ClipProcessTests.Allowed()[0], new ClipGenerated(shared, new("m", "1", "0"), 1, []), new ClipInspected(shared, ClipProcessTests.Verdict(SoraGuard.Policy.Decision.Block), Scores));

        await new Housekeeper(database, blobs, TimeProvider.System, NullLogger<Housekeeper>.Instance).SweepAsync(CancellationToken.None);

        Assert.True(blobs.Contains(shared));
    }

    [Fact]
    public async Task Old_blobs_that_nobody_names_are_collected_and_named_or_fresh_ones_stay()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var (stored, blobs, time) = (new StoredClip(database), new BlobStore(folder), DateTimeOffset.UtcNow);
        var (orphan, fresh, underWay, released) = (await Put("orphan"), await Put("fresh"), await Put("under way"), await Put("released"));
        await stored.AdvanceAsync(await stored.AdmitAsync(), ClipProcessTests.Allowed()[0], new ClipGenerated(underWay, new("m", "1", "0"), 1, []));
        await stored.AdvanceAsync(await stored.AdmitAsync(), ClipProcessTests.Allowed()[0], new ClipGenerated(orphan, new("m", "1", "0"), 1, []), new ClipInspected(orphan, ClipProcessTests.Verdict(SoraGuard.Policy.Decision.Allow), Scores),
            new ClipMarked(orphan, orphan, new(48, 20, "plain", null, "id")), new ClipSigned(orphan, released, "urn:c2pa:8"), new ReleaseVerified(released, 10, []));
        foreach (var old in new[] { orphan, underWay, released })
            File.SetLastWriteTimeUtc(Path.Combine(folder, old.ToString()[..2], old.ToString()), time.UtcDateTime.AddHours(-3));

        await new Housekeeper(database, blobs, TimeProvider.System, NullLogger<Housekeeper>.Instance).CollectAsync(CancellationToken.None);

        Assert.Equal((false, true, true, true), (blobs.Contains(orphan), blobs.Contains(fresh), blobs.Contains(underWay), blobs.Contains(released)));

        Task<Sha256Digest> Put(string text) => blobs.PutAsync(text);
    }

    private static InspectionSummary Scores { get; } = new(new Dictionary<string, double>(), null, []);
}
