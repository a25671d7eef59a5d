using System.Buffers.Binary;
using System.Security.Cryptography;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class KeyedGeneratorTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void NextWord_IsHmacOfACounter()
    {
        var generator = new KeyedGenerator(s_key);

        for (uint block = 0; block < 3; block++)
        {
            var counter = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(counter, block);
            var expected = HMACSHA256.HashData(s_key, counter);
            for (var word = 0; word < 8; word++)
                Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(expected.AsSpan(4 * word)), generator.NextWord());
        }
    }

    [Fact]
    public void NextBelow_IsUniform()
    {
        var generator = new KeyedGenerator(s_key);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[generator.NextBelow(7)]++;

        // Chi-square with 6 degrees of freedom: 22.46 is the point of 0.001.
        Assert.True(counts.Sum(c => Math.Pow(c - 10_000, 2) / 10_000) < 22.46);
    }

    [Fact]
    public void Shuffle_KeepsEveryItem()
    {
        var items = Enumerable.Range(0, 100).ToArray();

        new KeyedGenerator(s_key).Shuffle<int>(items);

        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }
}
