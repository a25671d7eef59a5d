using System.Buffers.Binary;

namespace SoraGuard.C2pa.Bmff;

/// <summary>The headers of boxes that hold wider offsets than before, and those of all boxes around them (ISO/IEC 14496-12 §4.2).</summary>
internal static class BoxHeaders
{
    /// <exception cref="C2paFormatException">The size of a box would not fit its header.</exception>
    public static IEnumerable<Edit> Rewrite(BmffFile file, IReadOnlyList<OffsetTable> tables)
    {
        var growth = new Dictionary<BmffBox, long>();
        foreach (var table in tables.Where(t => t.IsWidened))
            for (var box = table.Box; box is not null; box = box.Parent)
                growth[box] = growth.GetValueOrDefault(box) + table.Growth;
        var widenings = tables.Where(t => t.IsWidened).ToDictionary(t => t.Box, t => t.Widening!.Value); // widened tables have one
        return growth.Select(g => Rewrite(file, g.Key, g.Value, widenings.GetValueOrDefault(g.Key)));
    }

    private static Edit Rewrite(BmffFile file, BmffBox box, long growth, BoxWidening widening)
    {
        var header = new byte[box.HeaderBytes + (widening.Version is null ? 0 : 1)];
        file.Read(box.Offset, header);
        var size = box.Size + growth;
        if (box.HeaderBytes == 16)
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), size);
        else if (size > uint.MaxValue)
            throw new C2paFormatException($"With 64-bit offsets the box would have {size} bytes, which its header cannot say", box.Offset, box.Path);
        else if (BinaryPrimitives.ReadUInt32BigEndian(header) != 0) // 0: up to the end of the file, as before
            BinaryPrimitives.WriteUInt32BigEndian(header, (uint)size);
        if (widening.Type is { } type)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), type.Value);
        if (widening.Version is { } version)
            header[^1] = version;
        return Edit.Replace(box, box.Offset, header);
    }
}
