using Npgsql;
using SoraGuard.Media.Fingerprints;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Messaging;
using SoraGuard.Pipeline.Provenance;
using SoraGuard.Pipeline.Release;
using SoraGuard.Pipeline.Storage;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>What a release leaves behind to know the clip again by.</summary>
[Collection(ReleasedClipCollection.Name)]
[Trait("Category", "Integration")]
public sealed class ReleasedFingerprintTests(ReleasedClip clip)
{
    private StorageOptions Storage => new() { DataFolder = clip.Program.Data, MigrationsFolder = Path.Combine(SharedData.RepositoryRoot, "migrations") };

    private ClipId Id => ClipId.Parse(clip.Create.Json.GetProperty("watermark").GetString()!);

    [Fact]
    public async Task A_small_copy_finds_the_clip_by_what_it_shows()
    {
        var copy = clip.Copy("small.mp4");
        await Peers.FfmpegAsync("-i", clip.Path, "-map_metadata", "-1", "-vf", "hflip,scale=-2:240", "-c:v", "libx264", "-crf", "30", copy);
        await using var database = await Database.OpenAsync(Storage, CancellationToken.None);
        var index = new FingerprintIndex(database.Source);
        var query = await new ClipFingerprinter(await MediaTools.LocateAsync()).ReadAsync(copy);

        var found = await index.FindAsync(query, null, CancellationToken.None);

        Assert.Equal(Id, found[0].Clip);
        var everyFrame = await new ClipFingerprinter(await MediaTools.LocateAsync(), FingerprintOptions.EveryFrame).ReadAsync(copy);
        Assert.True(FingerprintMatch.Of(everyFrame, await index.LoadAsync(Id, CancellationToken.None)).ContainsCompared);
    }

    [Fact]
    public async Task A_clip_whose_fingerprint_cannot_be_stored_is_not_reported_as_verified()
    {
        await using var database = await Database.OpenAsync(Storage, CancellationToken.None);
        var record = await new ClipStore(database.Source, new Outbox(), TimeProvider.System).FindAsync(Id, CancellationToken.None);
        var tools = await MediaTools.LocateAsync();
        var verifier = new Verifier(tools, new TrustPolicy(new SigningIdentity(Storage, "SoraGuard", TimeProvider.System), [], []), new(Storage.WatermarkFolder), new(database.Source), "SoraGuard", TimeProvider.System);
        VerifyReleaseStage Stage(NpgsqlDataSource index) => new(new BlobStore(Storage.BlobFolder, Storage.WorkFolder), verifier, new(tools), new FingerprintIndex(index));
        var lease = new StageLease(Id, SoraGuard.Pipeline.Contracts.Stage.Verify, 1, 0, null, record!.State, record.Request);
        await using var away = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");

        var verified = Assert.IsType<ReleaseVerified>(await Stage(database.Source).RunAsync(lease, new Progress<double>(), CancellationToken.None));
        Assert.Empty(verified.Problems);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Stage(away).RunAsync(lease, new Progress<double>(), CancellationToken.None));
    }
}
