using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace SoraGuard.Media.Fingerprints;

/// <summary>
/// A PDQ hash: 256 bits, of which bit 16 i + j says whether the picture's frequency (i + 1, j + 1) lies above the median of all 256. Written as 64
/// hexadecimal digits, bit 255 first.
/// </summary>
public readonly record struct PdqHash
{
    /// <summary>Bits of a hash.</summary>
    public const int Bits = 256;

    /// <summary>Bytes of a hash.</summary>
    public const int Bytes = Bits / 8;

    /// <summary>Slots a hash is cut into for an index.</summary>
    public const int Slots = 16;

    private readonly ulong _w0, _w1, _w2, _w3; // bits 0-63, 64-127, 128-191, 192-255

    /// <summary>Reads a hash from its bytes, bit 255 first.</summary>
    /// <exception cref="ArgumentException">There are not <see cref="Bytes"/> bytes.</exception>
    public PdqHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes)
            throw new ArgumentException($"A PDQ hash has {Bytes} bytes, not {bytes.Length}.", nameof(bytes));
        _w3 = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _w2 = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _w1 = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _w0 = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>Number of bits that differ, 0 to 256. Up to 31 counts as the same picture.</summary>
    public int DistanceTo(PdqHash other) =>
        BitOperations.PopCount(_w0 ^ other._w0) + BitOperations.PopCount(_w1 ^ other._w1)
        + BitOperations.PopCount(_w2 ^ other._w2) + BitOperations.PopCount(_w3 ^ other._w3);

    /// <summary>Bits 16 i to 16 i + 15. Hashes at most d bits apart agree in one slot to d / 16 bits, rounded down.</summary>
    public ushort Slot(int i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)Slots, nameof(i));
        var word = (i / 4) switch { 0 => _w0, 1 => _w1, 2 => _w2, _ => _w3 };
        return (ushort)(word >> (16 * (i % 4)));
    }

    /// <summary>Writes the hash, bit 255 first.</summary>
    /// <exception cref="ArgumentException">There is no room for <see cref="Bytes"/> bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Bytes)
            throw new ArgumentException($"A PDQ hash needs {Bytes} bytes, not {destination.Length}.", nameof(destination));
        BinaryPrimitives.WriteUInt64BigEndian(destination, _w3);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _w2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _w1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _w0);
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_w3:x16}{_w2:x16}{_w1:x16}{_w0:x16}");

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static PdqHash Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException($"A PDQ hash is {2 * Bytes} hexadecimal digits.");

    /// <summary>Reads 64 hexadecimal digits; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PdqHash hash)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        var isHash = text.Length == 2 * Bytes && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
        hash = isHash ? new PdqHash(bytes) : default;
        return isHash;
    }
}
