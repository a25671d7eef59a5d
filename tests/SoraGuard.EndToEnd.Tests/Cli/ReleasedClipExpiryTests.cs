using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Release;
using SoraGuard.Pipeline.Storage;
using SoraGuard.TestData;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>A released clip, looked at after the certificate it was signed with has expired.</summary>
[Trait("Category", "Integration")]
[Collection(ReleasedClipCollection.Name)]
public sealed class ReleasedClipExpiryTests(ReleasedClip clip)
{
    private const int MinorVersionOffset = 12; // size, 'ftyp', major brand, minor version

    [Fact]
    public async Task With_the_registry_the_released_bytes_stay_intact()
    {
        var result = await VerifyLaterAsync(clip.Path, registry: true);

        Assert.Equal((VerifyVerdict.AiGenerated, true, true), (result.Verdict, result.Ours, result.Intact));
        Assert.Empty(result.Problems);
        Assert.Contains(result.Limits, l => l.Contains("has expired since", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_registry_nothing_is_broken_and_nothing_proven_of_the_bytes()
    {
        var result = await VerifyLaterAsync(clip.Path, registry: false);

        Assert.Equal((VerifyVerdict.AiGenerated, true, null), (result.Verdict, result.Ours, result.Intact)); // ours by its watermark
        Assert.Empty(result.Problems);
        Assert.Contains(result.Limits, l => l.Contains("no trusted time-stamp", StringComparison.Ordinal));
    }

    /// <summary>The box 'ftyp' is under no hash (C2PA 2.2 §A.5.3), so the manifest holds; but these are not the bytes that were released.</summary>
    [Fact]
    public async Task The_registry_speaks_for_the_very_bytes_only()
    {
        var (copy, bytes) = (clip.Copy("other-brand.mp4"), await File.ReadAllBytesAsync(clip.Path));
        bytes[MinorVersionOffset]++;
        await File.WriteAllBytesAsync(copy, bytes);

        var result = await VerifyLaterAsync(copy, registry: true);

        Assert.Equal((true, null), (result.Ours, result.Intact));
        Assert.Empty(result.Problems);
    }

    [Fact]
    public async Task A_changed_copy_is_still_broken()
    {
        var copy = clip.Copy("box-at-end.mp4");
        await Splice.AppendBoxAsync(clip.Path, "xtra", copy);

        var result = await VerifyLaterAsync(copy, registry: true);

        Assert.Equal((true, false), (result.Ours, result.Intact));
    }

    private async Task<VerifyResult> VerifyLaterAsync(string path, bool registry)
    {
        StorageOptions storage = new() { DataFolder = clip.Program.Data, MigrationsFolder = Path.Combine(SharedData.RepositoryRoot, "migrations") };
        await using var database = registry ? await Database.OpenAsync(storage, CancellationToken.None) : null;
        var time = new Later(TimeSpan.FromDays(366));
        var verifier = new Verifier(await MediaTools.LocateAsync(), new(new(storage, "Us", time), [], []), new(storage.WatermarkFolder), database is null ? null : new(database.Source), "Us", time);
        return await verifier.VerifyAsync(path, "clip", CancellationToken.None);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
