using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Zero bytes in the unprotected header that bring a signature to the size left for it (C2PA 2.2 §13.2.2). A byte string's own
/// header grows by one or two bytes at 24, 256 and 65536: sizes one string cannot reach, <c>pad</c> and <c>pad2</c> reach together.
/// </summary>
internal static class CosePadding
{
    /// <summary>Fewer bytes than these cannot be filled: the least that an empty <c>pad</c> takes.</summary>
    public const int MinBytes = KeyOverhead + 1;

    /// <summary>The key <c>pad</c>, with its header; <c>pad2</c> takes one more.</summary>
    private const int KeyOverhead = 4;

    /// <param name="bytes">To be filled exactly, from <see cref="MinBytes"/> on; 0 for none.</param>
    /// <returns>Entries of a map that take that many bytes.</returns>
    public static IReadOnlyList<KeyValuePair<CborValue, CborValue>> Entries(int bytes)
    {
        if (bytes == 0)
            return [];
        if (StringLength(bytes - KeyOverhead) is { } single)
            return [Entry(CoseHeaders.Padding, single)];
        var second = StringLength(bytes - MinBytes - (KeyOverhead + 1));
        return [Entry(CoseHeaders.Padding, 0), Entry(CoseHeaders.SecondPadding, second ?? throw new ArgumentOutOfRangeException(nameof(bytes)))];
    }

    /// <summary>Content of a byte string that takes that many bytes with its header; null where none does.</summary>
    private static int? StringLength(int encodedBytes)
    {
        foreach (var (header, from, to) in new[] { (1, 0, 23), (2, 24, 255), (3, 256, 65535), (5, 65536, int.MaxValue) })
            if (encodedBytes - header is var length && length >= from && length <= to)
                return length;
        return null;
    }

    private static KeyValuePair<CborValue, CborValue> Entry(string key, int length) => KeyValuePair.Create(CborValue.Of(key), CborValue.Of(new byte[length]));
}
