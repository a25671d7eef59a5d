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

        var digest = await store.PutAsync(new MemoryStream("some bytes"u8.ToArray()), CancellationToken.None);

        Assert.Equal(Sha256Digest.Of("some bytes"u8), digest);
        Assert.Equal("some bytes"u8.ToArray(), await File.ReadAllBytesAsync(store.PathOf(digest)));
    }

    [Fact]
    public async Task The_same_bytes_twice_are_one_blob()
    {
        var store = new BlobStore(folder);

        await store.PutAsync(new MemoryStream("x"u8.ToArray()), CancellationToken.None);
        await store.PutAsync(new MemoryStream("x"u8.ToArray()), CancellationToken.None);

        Assert.Single(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_blob_that_is_not_there_is_a_typed_error() => Assert.Throws<BlobMissingException>(() => new BlobStore(folder).PathOf(Sha256Digest.Of("y"u8)));

    [Fact]
    public async Task A_stream_that_breaks_leaves_nothing()
    {
        var store = new BlobStore(folder);

        await Assert.ThrowsAsync<IOException>(() => store.PutAsync(new BreakingStream(), CancellationToken.None));

        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
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

    private sealed class BreakingStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.Write("half"u8);
            throw new IOException("the line went dead");
        }
    }
}
