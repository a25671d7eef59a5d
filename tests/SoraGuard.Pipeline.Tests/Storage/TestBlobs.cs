using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Tests.Storage;

/// <summary>Small blobs, stored the way the stages do it.</summary>
internal static class TestBlobs
{
    public static async Task<Sha256Digest> PutAsync(this BlobStore store, string text)
    {
        var path = store.NewPath(".part");
        await File.WriteAllTextAsync(path, text);
        return await store.AdoptAsync(path, CancellationToken.None);
    }

    public static bool Contains(this BlobStore store, Sha256Digest digest)
    {
        try
        {
            using var copy = store.CopyAsync(digest, CancellationToken.None).GetAwaiter().GetResult();
            return true;
        }
        catch (BlobMissingException)
        {
            return false;
        }
    }
}
