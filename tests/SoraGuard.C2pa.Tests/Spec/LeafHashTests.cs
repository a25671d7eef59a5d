using System.Security.Cryptography;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>However leaves lie to the windows they are read in, and to the pieces they arrive in, each is hashed by itself (C2PA 2.2 §18.6.2).</summary>
public class LeafHashTests
{
    private const int Start = 3;

    public static TheoryData<int[]> Leaves => new([
        [1], [5_000_000], [4 * 1024 * 1024], [4 * 1024 * 1024 + 1], [.. Enumerable.Repeat(1_000_000, 9)], [1, 5_000_000, 2, 3, 6_000_000], [.. Enumerable.Repeat(1, 1000), 4_194_000, 194],
    ]);

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Read_EveryLeafByItself(int[] leafBytes)
    {
        var file = Bytes(leafBytes.Sum() + Start + 1);

        var hashes = LeafHashes.Compute(new MemoryStream(file), [.. Ranges(leafBytes)], HashAlgorithmName.SHA256, CancellationToken.None);

        Assert.Equal(Expected(file, leafBytes), hashes);
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Written_EveryLeafByItself(int[] leafBytes)
    {
        var file = Bytes(leafBytes.Sum() + Start);
        using var hasher = new LeafHasher([.. leafBytes.Select(b => (long)b)]);

        foreach (var piece in file.Skip(Start).Chunk(1024 * 1024 - 7))
            hasher.Append(piece);

        Assert.Equal(Expected(file, leafBytes), hasher.Hashes);
    }

    [Fact]
    public void Written_LessThanAllLeaves_HasNoHashes()
    {
        using var hasher = new LeafHasher([5, 5]);
        hasher.Append(new byte[9]);

        Assert.Throws<InvalidOperationException>(() => hasher.Hashes);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000_000)]
    public void Read_FileThatEndsTooSoon_Throws(int leafBytes) =>
        Assert.Throws<C2paFormatException>(() =>
            LeafHashes.Compute(new MemoryStream(new byte[leafBytes + Start - 1]), [.. Ranges([leafBytes])], HashAlgorithmName.SHA256, CancellationToken.None));

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new SeededRandom().GetBytes(bytes);
        return bytes;
    }

    private static IEnumerable<ByteRange> Ranges(int[] leafBytes)
    {
        var position = (long)Start;
        foreach (var bytes in leafBytes)
            yield return new ByteRange(position, position += bytes);
    }

    private static byte[] Expected(byte[] file, int[] leafBytes) => [.. Ranges(leafBytes).SelectMany(r => SHA256.HashData(file.AsSpan((int)r.Start, (int)(r.End - r.Start))))];
}
