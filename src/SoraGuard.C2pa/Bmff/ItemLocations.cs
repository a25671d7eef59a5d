namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// The absolute offsets of an item location box (ISO/IEC 14496-12 §8.11.3):
/// <code>version:8 flags:24 offset_size:4 length_size:4 base_offset_size:4 index_size:4 item_count:16|32
/// { item_ID:16|32 [0:12 construction_method:4] data_reference_index:16 base_offset extent_count:16
///   { [extent_index] extent_offset extent_length } }</code>
/// A place in the file is base_offset + extent_offset: the base moves, or, where it is 0, each extent does.
/// </summary>
internal static class ItemLocations
{
    private const int FileConstruction = 0;

    public static IReadOnlyList<OffsetTable> Find(BmffFile file, BmffBox box)
    {
        var reader = new PayloadReader(file, box);
        var version = reader.ReadNumber(1);
        reader.ReadNumber(3);
        if (version > 2)
            throw new C2paFormatException($"Item locations of version {version}; 0 to 2 are known", box.Offset, box.Path);
        var sizes = reader.ReadNumber(2);
        var layout = new Layout((int)(sizes >> 12), (int)(sizes >> 8 & 15), (int)(sizes >> 4 & 15), version == 0 ? 0 : (int)(sizes & 15), (int)version);
        if (new[] { layout.OffsetBytes, layout.LengthBytes, layout.BaseBytes, layout.IndexBytes }.Any(b => b is not (0 or 4 or 8)))
            throw new C2paFormatException("Item locations with fields of other than 0, 4 or 8 bytes", box.Offset, box.Path);
        var tables = new List<OffsetTable>();
        for (var items = reader.ReadNumber(version < 2 ? 2 : 4); items > 0; items--)
            ReadItem(reader, box, layout, tables);
        return tables;
    }

    private static void ReadItem(PayloadReader reader, BmffBox box, Layout layout, List<OffsetTable> tables)
    {
        reader.ReadNumber(layout.Version < 2 ? 2 : 4);
        var construction = layout.Version == 0 ? FileConstruction : (int)(reader.ReadNumber(2) & 15);
        var isThisFile = construction == FileConstruction && reader.ReadNumber(2) == 0;
        if (construction != FileConstruction)
            reader.ReadNumber(2);
        var baseAt = reader.FileOffset;
        var baseOffset = reader.ReadNumber(layout.BaseBytes);
        var movesBase = isThisFile && layout.BaseBytes > 0 && (baseOffset > 0 || layout.OffsetBytes == 0);
        if (movesBase)
            tables.Add(new OffsetTable(box, baseAt, layout.BaseBytes, 1, layout.BaseBytes));
        for (var extents = reader.ReadNumber(2); extents > 0; extents--)
        {
            reader.ReadNumber(layout.IndexBytes);
            if (isThisFile && !movesBase && layout.OffsetBytes > 0)
                tables.Add(new OffsetTable(box, reader.FileOffset, layout.OffsetBytes, 1, layout.OffsetBytes));
            reader.ReadNumber(layout.OffsetBytes);
            reader.ReadNumber(layout.LengthBytes);
        }
    }

    private sealed record Layout(int OffsetBytes, int LengthBytes, int BaseBytes, int IndexBytes, int Version);
}
