using System.Buffers;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// Hashes the leaves of a Merkle tree on all processors: as many as a window holds at once, while the next window is read. That is what
/// a tree has over one hash of the whole, which no two processors can share.
/// </summary>
internal static class LeafHashes
{
    /// <summary>Bytes read at once, in each of two buffers. A leaf that is larger is hashed by itself, as it is read.</summary>
    private const int WindowBytes = 4 * 1024 * 1024;

    /// <param name="file">Readable and seekable.</param>
    /// <param name="leaves">At least one, one behind another.</param>
    /// <param name="algorithm">Of the tree.</param>
    /// <param name="cancellationToken">Looked at between windows.</param>
    /// <returns>The hashes, one after another.</returns>
    /// <exception cref="C2paFormatException">The file ended while it was read.</exception>
    public static byte[] Compute(Stream file, IReadOnlyList<ByteRange> leaves, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        var hashes = new byte[leaves.Count][];
        var (current, other) = (ArrayPool<byte>.Shared.Rent(WindowBytes), ArrayPool<byte>.Shared.Rent(WindowBytes));
        var hashing = Task.CompletedTask;
        try
        {
            for (var first = 0; first < leaves.Count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (start, end) = (first, EndOfWindow(leaves, first));
                if (end == start)
                {
                    hashes[first++] = HashLarge(file, leaves[start], algorithm, cancellationToken);
                    continue;
                }
                var window = current;
                Read(file, leaves[start].Start, window.AsSpan(0, (int)(leaves[end - 1].End - leaves[start].Start)));
                hashing.GetAwaiter().GetResult();
                hashing = Task.Run(() => Parallel.For(start, end, i => hashes[i] = Hash(window, leaves[i], leaves[start].Start, algorithm)), CancellationToken.None);
                (current, other, first) = (other, current, end);
            }
        }
        finally
        {
            hashing.GetAwaiter().GetResult();
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(other);
        }
        return [.. hashes.SelectMany(h => h)];
    }

    /// <summary>The first leaf that the window which starts with a leaf has no room for.</summary>
    private static int EndOfWindow(IReadOnlyList<ByteRange> leaves, int first)
    {
        var next = first;
        while (next < leaves.Count && leaves[next].End - leaves[first].Start <= WindowBytes)
            next++;
        return next;
    }

    private static byte[] Hash(byte[] window, ByteRange leaf, long windowStart, HashAlgorithmName algorithm) =>
        CryptographicOperations.HashData(algorithm, window.AsSpan((int)(leaf.Start - windowStart), (int)(leaf.End - leaf.Start)));

    private static byte[] HashLarge(Stream file, ByteRange leaf, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using var hasher = new RangeHasher(file, algorithm);
        hasher.Append(leaf, cancellationToken);
        return hasher.Finish();
    }

    private static void Read(Stream file, long offset, Span<byte> window)
    {
        file.Position = offset;
        if (file.ReadAtLeast(window, window.Length, throwOnEndOfStream: false) < window.Length)
            throw new C2paFormatException("The file ended while it was read", offset);
    }
}
