using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SoraGuard.Policy.Text;

namespace SoraGuard.Policy;

/// <summary>
/// SHA-256 over <c>soraguard-policy/N</c>, then for each table of this library and each file, in order of path: length of the
/// path, path, length of the content, content (lengths as 8 bytes, big-endian). Line ends count as LF and a byte order mark for nothing.
/// </summary>
internal static class PolicyDigest
{
    /// <summary>Counts up whenever the same files would be judged otherwise than before.</summary>
    private const string Engine = "soraguard-policy/1";

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public static string Compute(IEnumerable<PolicyFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Engine));
        foreach (var name in EmbeddedData.Names)
        {
            using var stream = EmbeddedData.Open(name);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            Append(hash, Encoding.UTF8.GetBytes(name), content);
        }
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
            Append(hash, Encoding.UTF8.GetBytes(file.Path), Canonical(file.Content.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> path, ReadOnlySpan<byte> content)
    {
        AppendPart(hash, path);
        AppendPart(hash, content);
    }

    private static void AppendPart(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }

    private static byte[] Canonical(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(ByteOrderMark))
            content = content[ByteOrderMark.Length..];
        var canonical = new byte[content.Length];
        var length = 0;
        for (var i = 0; i < content.Length; i++)
            if (content[i] != '\r' || i + 1 == content.Length || content[i + 1] != '\n')
                canonical[length++] = content[i];
        return canonical[..length];
    }
}
