using System.Security.Cryptography;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// Content-addressed files: <c>FOLDER/ab/abcd…</c>. A blob is written beside, synced, then renamed into place, so that a name that
/// exists holds exactly the bytes it says; what a crash left behind lies in <c>FOLDER/incoming</c> and is never read.
/// </summary>
public sealed class BlobStore
{
    private readonly string root;
    private readonly string incoming;

    public BlobStore(string root)
    {
        this.root = Path.GetFullPath(root);
        incoming = Path.Combine(this.root, "incoming");
        Directory.CreateDirectory(incoming);
    }

    /// <summary>Where a blob lies, for tools that read files.</summary>
    /// <exception cref="BlobMissingException">It is not here.</exception>
    public string PathOf(Sha256Digest digest)
    {
        var path = Place(digest);
        return File.Exists(path) ? path : throw new BlobMissingException(digest);
    }

    public bool Contains(Sha256Digest digest) => File.Exists(Place(digest));

    /// <summary>A path for a file that is about to be made; <see cref="AdoptAsync"/> moves it in. The caller deletes it otherwise.</summary>
    public string NewPath(string extension) => Path.Combine(incoming, Guid.NewGuid().ToString("n") + extension);

    /// <summary>Stores a stream; storing the same bytes again is no change.</summary>
    public async Task<Sha256Digest> PutAsync(Stream content, CancellationToken cancellation)
    {
        var path = NewPath(".part");
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous))
                await content.CopyToAsync(file, cancellation).ConfigureAwait(false);
            return await AdoptAsync(path, cancellation).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Moves a finished file in. It must lie on the store's file system, as <see cref="NewPath"/> gives it.</summary>
    public async Task<Sha256Digest> AdoptAsync(string path, CancellationToken cancellation)
    {
        Sha256Digest digest;
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 1 << 16, FileOptions.Asynchronous))
        {
            digest = Sha256Digest.FromBytes(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
            file.Flush(flushToDisk: true);
        }
        var place = Place(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!); // a place always has a folder
        File.Move(path, place, overwrite: true);
        return digest;
    }

    /// <summary>Removes a blob; removing what is not there is no change.</summary>
    public void Delete(Sha256Digest digest) => File.Delete(Place(digest));

    /// <summary>Removes files a crash left in <c>incoming</c> longer ago than <paramref name="age"/>.</summary>
    public void RemoveLeftovers(DateTimeOffset now, TimeSpan age)
    {
        foreach (var path in Directory.EnumerateFiles(incoming))
            if (now - File.GetLastWriteTimeUtc(path) > age) File.Delete(path);
    }

    private string Place(Sha256Digest digest)
    {
        var name = digest.ToString();
        return Path.Combine(root, name[..2], name);
    }
}

/// <summary>A blob that a clip names is not in the store.</summary>
public sealed class BlobMissingException(Sha256Digest digest) : Exception($"Blob {digest} is not in the store.");
