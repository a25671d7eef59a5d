namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// A segment index (ISO/IEC 14496-12 §8.16.3), whose distances count from its own end:
/// <code>version:8 flags:24 reference_ID:32 timescale:32 earliest_time:32|64 first_offset:32|64 reserved:16 count:16
/// { type:1 referenced_size:31 duration:32 SAP:32 }…</code>
/// What is put in before a box of the top level belongs to the segment which starts with that box.
/// </summary>
internal static class SegmentIndex
{
    private const int ReferenceBytes = 12;
    private const int ReferenceTypeBit = 31;

    /// <summary>The box as it must be at its new place. What it refers to outside the file, in fragments of their own, keeps its distance.</summary>
    /// <exception cref="C2paFormatException">The index does not fit its box, or a field cannot hold the new distance.</exception>
    public static byte[] Rewrite(BmffFile file, BmffBox box, FileLayout layout)
    {
        var reader = new PayloadReader(file, box);
        var offsetBytes = reader.ReadNumber(1) == 0 ? 4 : 8;
        reader.Skip(11 + (ulong)offsetBytes);
        var (at, firstOffset) = (reader.FileOffset, reader.ReadNumber(offsetBytes));
        reader.Skip(2);
        var references = reader.ReadNumber(2);
        var bytes = new byte[box.Size];
        file.Read(box.Offset, bytes);
        if (firstOffset > (ulong)(layout.SourceLength - box.End))
            return bytes;
        void Put(long at, ulong value, int width)
        {
            for (var i = width - 1; i >= 0; i--, value >>= 8)
                bytes[at - box.Offset + i] = (byte)value;
        }
        var position = box.End + (long)firstOffset;
        Put(at, Require(layout.StartOf(position) - layout.EndOf(box), Math.Min(8 * offsetBytes, 63), at, box), offsetBytes);
        for (; references > 0; references--)
        {
            at = reader.FileOffset;
            var reference = reader.ReadNumber(4);
            reader.Skip(ReferenceBytes - 4);
            var (type, end) = (reference >> ReferenceTypeBit, position + (long)(reference & int.MaxValue));
            if (end > layout.SourceLength)
                break;
            Put(at, type << ReferenceTypeBit | Require(layout.StartOf(end) - layout.StartOf(position), ReferenceTypeBit, at, box), 4);
            position = end;
        }
        return bytes;
    }

    private static ulong Require(long distance, int bits, long at, BmffBox box) => distance >= 0 && distance >> bits == 0
        ? (ulong)distance
        : throw new C2paFormatException($"A segment index would have to say {distance} in {bits} bits: write the file without it", at, box.Path);
}
