using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SoraGuard.Audit;

/// <summary>
/// The chain that binds each leaf to all before it.
/// <code>
/// hash = SHA-256( 00 | previous hash (32 bytes) | index (uint64, big-endian) | body )
/// </code>
/// The leading zero byte is the leaf prefix of RFC 6962 §2.1, so that a leaf can never be read as an inner node of a tree.
/// </summary>
public static class HashChain
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>What stands before the first leaf: 32 zero bytes.</summary>
    public static byte[] Genesis => new byte[HashBytes];

    /// <summary>The leaf that follows <paramref name="previous"/>.</summary>
    public static AuditLeaf Append(long index, byte[] previous, byte[] body) => new(index, body, previous, Hash(index, previous, body));

    /// <summary>Hash of a leaf from its parts.</summary>
    /// <exception cref="ArgumentException"><paramref name="previous"/> is not 32 bytes long.</exception>
    public static byte[] Hash(long index, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> body)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (previous.Length != HashBytes) throw new ArgumentException($"A hash is {HashBytes} bytes, not {previous.Length}.", nameof(previous));
        Span<byte> head = stackalloc byte[1 + HashBytes + sizeof(long)];
        head[0] = 0;
        previous.CopyTo(head[1..]);
        BinaryPrimitives.WriteInt64BigEndian(head[(1 + HashBytes)..], index);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(head);
        sha.AppendData(body);
        return sha.GetHashAndReset();
    }
}
