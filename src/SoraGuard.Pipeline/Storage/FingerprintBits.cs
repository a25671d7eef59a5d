using System.Collections;
using SoraGuard.Media.Fingerprints;

namespace SoraGuard.Pipeline.Storage;

/// <summary>PDQ hashes as Postgres's <c>bit(256)</c>, whose first bit is the hash's bit 255.</summary>
internal static class FingerprintBits
{
    public static BitArray Of(PdqHash hash)
    {
        Span<byte> bytes = stackalloc byte[PdqHash.Bytes];
        hash.CopyTo(bytes);
        var bits = new BitArray(PdqHash.Bits);
        for (var i = 0; i < PdqHash.Bits; i++)
            bits[i] = (bytes[i / 8] >> (7 - i % 8) & 1) != 0;
        return bits;
    }

    public static PdqHash HashOf(BitArray bits)
    {
        Span<byte> bytes = stackalloc byte[PdqHash.Bytes];
        bytes.Clear();
        for (var i = 0; i < PdqHash.Bits; i++)
            if (bits[i])
                bytes[i / 8] |= (byte)(1 << (7 - i % 8));
        return new PdqHash(bytes);
    }
}
