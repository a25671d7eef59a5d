using System.Security.Cryptography;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// Content-addressed files: <c>FOLDER/ab/abcd…</c>. A blob is written beside, synced, then renamed into place, so that a name that
/// exists held exactly the bytes it says; what a crash left behind lies in <c>FOLDER/incoming</c> and is never read. Whoever reads a blob
/// hashes it first: other machines write into this folder, and what was inspected must be what is marked and signed.
/// </summary>
public sealed class BlobStore
{
    private const int BufferBytes = 1 << 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;

    private readonly string root;
    private readonly string incoming;
    private readonly string work;

    /// <param name="root">The store; may be shared between machines. Only its owner may enter it: it holds clips that were never released.</param>
    /// <param name="work">Folder of private copies, not shared with anybody; null: in the store.</param>
    public BlobStore(string root, string? work = null)
    {
        this.root = Path.GetFullPath(root);
        incoming = Path.Combine(this.root, "incoming");
        this.work = work is null ? incoming : Path.GetFullPath(work);
        foreach (var folder in new[] { this.root, incoming, this.work })
            if (!Directory.Exists(folder)) Directory.CreateDirectory(folder, OwnerFolder);
    }

    /// <summary>Makes a private copy for tools that read files, hashed while it was made; delete it by disposing it.</summary>
    /// <exception cref="BlobMissingException">It is not here.</exception>
    /// <exception cref="BlobAlteredException">Its bytes are not those of its name.</exception>
    public async Task<PrivateCopy> CopyAsync(Sha256Digest digest, CancellationToken cancellation)
    {
        var copy = new PrivateCopy(Path.Combine(work, Guid.NewGuid().ToString("n") + ".copy"));
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var source = OpenPlace(digest);
            await using var target = new FileStream(copy.Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, Options = FileOptions.Asynchronous });
            var buffer = new byte[BufferBytes];
            for (int read; (read = await source.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellation).ConfigureAwait(false);
            }
            return Sha256Digest.FromBytes(hash.GetHashAndReset()) == digest ? copy : throw new BlobAlteredException(digest);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Opens a blob, hashes it, and gives it from its start.</summary>
    /// <exception cref="BlobMissingException">It is not here.</exception>
    /// <exception cref="BlobAlteredException">Its bytes are not those of its name.</exception>
    public async Task<FileStream> OpenAsync(Sha256Digest digest, CancellationToken cancellation)
    {
        var file = OpenPlace(digest);
        try
        {
            if (Sha256Digest.FromBytes(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false)) != digest) throw new BlobAlteredException(digest);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A path for a file that is about to be made; <see cref="AdoptAsync"/> moves it in. The caller deletes it otherwise.</summary>
    public string NewPath(string extension) => Path.Combine(incoming, Guid.NewGuid().ToString("n") + extension);

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
        Directory.CreateDirectory(Path.GetDirectoryName(place)!, OwnerFolder); // a place always has a folder
        File.Move(path, place, overwrite: true);
        return digest;
    }

    /// <summary>Removes a blob; removing what is not there is no change.</summary>
    public void Delete(Sha256Digest digest) => File.Delete(Place(digest));

    /// <summary>Removes unfinished files and private copies a crash left longer ago than <paramref name="age"/>.</summary>
    public void RemoveLeftovers(DateTimeOffset now, TimeSpan age)
    {
        foreach (var path in new[] { incoming, work }.Distinct().SelectMany(Directory.EnumerateFiles))
            if (now - File.GetLastWriteTimeUtc(path) > age) File.Delete(path);
    }

    /// <summary>The blobs that were stored longer ago than <paramref name="age"/>.</summary>
    public IEnumerable<Sha256Digest> StoredBefore(DateTimeOffset now, TimeSpan age)
    {
        foreach (var folder in Directory.EnumerateDirectories(root).Where(f => f != incoming && f != work))
            foreach (var path in Directory.EnumerateFiles(folder))
                if (Sha256Digest.TryParse(Path.GetFileName(path), out var digest) && now - File.GetLastWriteTimeUtc(path) > age) yield return digest;
    }

    private FileStream OpenPlace(Sha256Digest digest)
    {
        try
        {
            return new FileStream(Place(digest), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BlobMissingException(digest);
        }
    }

    private string Place(Sha256Digest digest)
    {
        var name = digest.ToString();
        return Path.Combine(root, name[..2], name);
    }
}

/// <summary>A blob's bytes in a file of one's own, deleted when disposed.</summary>
public sealed class PrivateCopy(string path) : IDisposable
{
    public string Path { get; } = path;

    public void Dispose() => File.Delete(Path);
}

/// <summary>A blob's bytes are not those of its name: the store was damaged, or somebody changed it.</summary>
public sealed class BlobAlteredException(Sha256Digest digest) : StageException("content_altered", $"Blob {digest} was altered: its bytes are not those of its name.");

/// <summary>A blob that a clip names is not in the store.</summary>
public sealed class BlobMissingException(Sha256Digest digest) : Exception($"Blob {digest} is not in the store.");
