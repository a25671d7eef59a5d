using System.Buffers.Binary;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// Finds every absolute file offset of a file (C2PA 2.2 §A.5.9): these move when bytes are inserted before what they point to.
/// <c>stco</c>, <c>co64</c>, <c>saio</c> of a sample table, <c>tfhd</c> base offsets, <c>tfra</c>, <c>iloc</c>. A <c>saio</c> or
/// <c>trun</c> of a fragment counts from the fragment's base: they stay. For <c>sidx</c> see <see cref="SegmentIndex"/>.
/// </summary>
internal static class OffsetTables
{
    private const int FullBoxBytes = 4;
    private const uint TfhdBaseOffsetPresent = 0x000001;
    private const uint SaioTypePresent = 0x000001;

    /// <summary>In file order, apart from one another.</summary>
    /// <exception cref="C2paFormatException">A table does not fit its box, or its offsets cannot be moved by this library.</exception>
    public static IReadOnlyList<OffsetTable> FindAll(BmffFile file)
    {
        var tables = new List<OffsetTable>();
        foreach (var box in file.All())
        {
            if (box.Type == BoxTypes.Stco || box.Type == BoxTypes.Co64)
                tables.Add(ChunkOffsets(file, box));
            else if (box.Type == BoxTypes.Saio && box.Parent?.Type == BoxTypes.Stbl)
                tables.Add(AuxiliaryOffsets(file, box));
            else if (box.Type == BoxTypes.Tfhd)
                tables.AddRange(FragmentBase(file, box));
            else if (box.Type == BoxTypes.Tfra)
                tables.Add(RandomAccess(file, box));
            else if (box.Type == BoxTypes.Iloc)
                tables.AddRange(ItemLocations.Find(file, box));
            else if (box.Type == BoxTypes.Dref)
                DataReferences.RequireSelfContained(file, box);
            else if (box.Type == BoxTypes.Cmov)
                throw new C2paFormatException("A compressed movie box (cmov) hides its chunk offsets; rewrite the file without it", box.Offset, box.Path);
        }
        tables.RemoveAll(t => t.Count == 0);
        tables.Sort((a, b) => a.Position.CompareTo(b.Position));
        return tables;
    }

    /// <summary>The largest of the 32-bit offsets of a table that can be widened.</summary>
    public static uint Largest(BmffFile file, OffsetTable table)
    {
        var (buffer, largest) = (new byte[64 * 1024], 0u);
        for (var position = table.Position; position < table.End;)
        {
            var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, table.End - position));
            file.Read(position, chunk);
            for (var i = 0; i < chunk.Length; i += sizeof(uint))
                largest = Math.Max(largest, BinaryPrimitives.ReadUInt32BigEndian(chunk[i..]));
            position += chunk.Length;
        }
        return largest;
    }

    /// <summary><c>version:8 flags:24 count:32 offset:32|64 …</c> (ISO/IEC 14496-12 §8.7.5).</summary>
    private static OffsetTable ChunkOffsets(BmffFile file, BmffBox box)
    {
        var width = box.Type == BoxTypes.Co64 ? 8 : 4;
        var count = ReadUInt32(file, box, FullBoxBytes);
        return Table(box, FullBoxBytes + 4, width, count, width) with { Widening = width == OffsetTable.WideBytes ? null : new BoxWidening(Type: BoxTypes.Co64) };
    }

    /// <summary><c>version:8 flags:24 [type:32 parameter:32] count:32 offset:32|64 …</c> (§8.7.9).</summary>
    private static OffsetTable AuxiliaryOffsets(BmffFile file, BmffBox box)
    {
        var versionAndFlags = ReadUInt32(file, box, 0);
        var countAt = FullBoxBytes + ((versionAndFlags & SaioTypePresent) != 0 ? 8 : 0);
        var width = versionAndFlags >> 24 == 0 ? 4 : 8;
        return Table(box, countAt + 4, width, ReadUInt32(file, box, countAt), width) with { Widening = width == OffsetTable.WideBytes ? null : new BoxWidening(Version: 1) };
    }

    /// <summary><c>version:8 flags:24 track_ID:32 [base_data_offset:64] …</c> (§8.8.7).</summary>
    private static IEnumerable<OffsetTable> FragmentBase(BmffFile file, BmffBox box)
    {
        if ((ReadUInt32(file, box, 0) & TfhdBaseOffsetPresent) != 0)
            yield return Table(box, FullBoxBytes + 4, width: 8, count: 1, stride: 8);
    }

    /// <summary><c>version:8 flags:24 track_ID:32 sizes:32 count:32 {time:32|64 moof_offset:32|64 traf trun sample}…</c> (§8.8.10).</summary>
    private static OffsetTable RandomAccess(BmffFile file, BmffBox box)
    {
        var width = ReadUInt32(file, box, 0) >> 24 == 0 ? 4 : 8;
        var sizes = ReadUInt32(file, box, FullBoxBytes + 4);
        var numberBytes = (int)((sizes >> 4 & 3) + 1 + (sizes >> 2 & 3) + 1 + (sizes & 3) + 1);
        return Table(box, FullBoxBytes + 12 + width, width, ReadUInt32(file, box, FullBoxBytes + 8), 2 * width + numberBytes);
    }

    private static OffsetTable Table(BmffBox box, int payloadOffset, int width, uint count, int stride)
    {
        var table = new OffsetTable(box, box.PayloadOffset + payloadOffset, width, count, stride);
        return table.End <= box.End ? table : throw new C2paFormatException($"A table of {count} offsets does not fit its box", box.Offset, box.Path);
    }

    private static uint ReadUInt32(BmffFile file, BmffBox box, int payloadOffset)
    {
        if (payloadOffset + 4 > box.PayloadBytes)
            throw new C2paFormatException("The box ends before its table", box.Offset, box.Path);
        Span<byte> bytes = stackalloc byte[4];
        file.Read(box.PayloadOffset + payloadOffset, bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
