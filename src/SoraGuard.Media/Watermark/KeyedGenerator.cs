using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// A stream of numbers fixed by a key, the same on every platform and runtime: block i is HMAC-SHA-256(key, i as 32 bits big-endian),
/// read as eight big-endian words.
/// </summary>
internal sealed class KeyedGenerator(byte[] key)
{
    private readonly byte[] _block = new byte[HMACSHA256.HashSizeInBytes];
    private int _used = HMACSHA256.HashSizeInBytes;
    private uint _counter;

    public uint NextWord()
    {
        if (_used == _block.Length)
            Refill();
        var word = BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(_used));
        _used += sizeof(uint);
        return word;
    }

    /// <summary>A uniform integer in [0, bound): words of the last, incomplete cycle are thrown away.</summary>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var usable = uint.MaxValue - (uint)((1UL << 32) % (ulong)bound);
        uint word;
        do
            word = NextWord();
        while (word > usable);
        return (int)(word % (uint)bound);
    }

    /// <summary>Fisher-Yates.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private void Refill()
    {
        Span<byte> index = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(index, _counter);
        _counter = checked(_counter + 1);
        HMACSHA256.HashData(key, index, _block);
        _used = 0;
    }
}
