using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Tests.Storage;

public sealed class BlobStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("soraguard-blobs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_blob_is_found_by_its_digest()
    {
        var store = new BlobStore(folder);

        var digest = await store.PutAsync("some bytes");

        Assert.Equal(Sha256Digest.Of("some bytes"u8), digest);
        using var copy = await store.CopyAsync(digest, CancellationToken.None);
        Assert.Equal("some bytes"u8.ToArray(), await File.ReadAllBytesAsync(copy.Path));
        await using var opened = await store.OpenAsync(digest, CancellationToken.None);
        Assert.Equal("some bytes", await new StreamReader(opened).ReadToEndAsync());
    }

    [Fact]
    public async Task The_same_bytes_twice_are_one_blob()
    {
        var store = new BlobStore(folder);

        await store.PutAsync("x");
        await store.PutAsync("x");

        Assert.Single(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_a_typed_error()
    {
        var store = new BlobStore(folder);

        await Assert.ThrowsAsync<BlobMissingException>(() => store.CopyAsync(Sha256Digest.Of("y"u8), CancellationToken.None));
        await Assert.ThrowsAsync<BlobMissingException>(() => store.OpenAsync(Sha256Digest.Of("y"u8), CancellationToken.None));
    }

    [Fact]
    public async Task A_blob_that_was_exchanged_is_refused_and_no_copy_of_it_stays()
    {
        var (store, work) = (new BlobStore(folder, Path.Combine(folder, "work")), Path.Combine(folder, "work"));
        var digest = await store.PutAsync("inspected");
        await File.WriteAllTextAsync(Path.Combine(folder, digest.ToString()[..2], digest.ToString()), "something else");

        Assert.Equal("content_altered", (await Assert.ThrowsAsync<BlobAlteredException>(() => store.CopyAsync(digest, CancellationToken.None))).Code);
        await Assert.ThrowsAsync<BlobAlteredException>(() => store.OpenAsync(digest, CancellationToken.None));
        Assert.Empty(Directory.EnumerateFiles(work));
    }

    [Fact]
    public void Only_the_owner_may_enter_the_store()
    {
        var root = Path.Combine(folder, "new");

        _ = new BlobStore(root);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(root));
    }

    [Fact]
    public void Leftovers_of_a_crash_are_removed_once_they_are_old()
    {
        var store = new BlobStore(folder);
        var (old, fresh) = (store.NewPath(".mp4"), store.NewPath(".mp4"));
        File.WriteAllText(old, "");
        File.WriteAllText(fresh, "");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-3));

        store.RemoveLeftovers(DateTimeOffset.UtcNow, TimeSpan.FromHours(1));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(fresh));
    }
}
