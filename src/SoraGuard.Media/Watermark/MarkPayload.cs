namespace SoraGuard.Media.Watermark;

/// <summary>The 96 bits a mark carries: the id, then its 32-bit authentication code, most significant bit first.</summary>
internal static class MarkPayload
{
    private const int MacBits = 32;

    public const int BitCount = WatermarkId.BitCount + MacBits;

    public static int CodedLength { get; } = ConvolutionalCode.CodedLength(BitCount);

    public static byte[] Encode(WatermarkId id, WatermarkKey key)
    {
        var bits = new byte[BitCount];
        Write(id.Value, bits.AsSpan(0, WatermarkId.BitCount));
        Write(key.Authenticate(id), bits.AsSpan(WatermarkId.BitCount));
        return ConvolutionalCode.Encode(bits);
    }

    /// <summary>The id the soft values speak for, and whether its authentication code is this key's.</summary>
    public static (WatermarkId Id, bool Authentic) Decode(ReadOnlySpan<float> soft, WatermarkKey key)
    {
        var bits = ConvolutionalCode.Decode(soft, BitCount);
        var id = new WatermarkId(Read(bits.AsSpan(0, WatermarkId.BitCount)));
        return (id, key.Authenticate(id) == Read(bits.AsSpan(WatermarkId.BitCount)));
    }

    private static void Write(ulong value, Span<byte> bits)
    {
        for (var i = 0; i < bits.Length; i++)
            bits[i] = (byte)(value >> bits.Length - 1 - i & 1);
    }

    private static ulong Read(ReadOnlySpan<byte> bits)
    {
        ulong value = 0;
        foreach (var bit in bits)
            value = value << 1 | bit;
        return value;
    }
}
