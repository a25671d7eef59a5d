namespace SoraGuard.C2pa.Bmff;

/// <summary>A box of the source, where the room that is left before it starts, and where it comes to lie.</summary>
internal readonly record struct PlacedBox(BmffBox Box, long RoomOffset, long NewOffset, long NewSize);

/// <summary>
/// Where everything lies once C2PA boxes are put in, as a rule right after 'ftyp' (C2PA 2.2 §A.5.1), and those that were there before
/// are gone. Where an offset would pass 4 GiB, all tables that can be are of 64-bit offsets, which moves things further (§A.5.9).
/// </summary>
internal sealed class FileLayout
{
    private readonly List<PlacedBox> _boxes = [];
    private readonly List<long> _insertOffsets = [];
    private readonly List<(long End, long Growth)> _widened = [];

    private FileLayout(BmffFile file, IReadOnlyList<Insertion> insertions, IReadOnlyList<OffsetTable> tables)
    {
        SourceLength = file.Boxes[^1].End;
        Edits = [.. tables.Select(Edit.Move).Concat(BoxHeaders.Rewrite(file, tables)).OrderBy(e => e.Position)];
        foreach (var table in tables.Where(t => t.IsWidened))
            _widened.Add((table.End, (_widened.Count == 0 ? 0 : _widened[^1].Growth) + table.Growth));
        var (position, next) = (0L, 0);
        foreach (var box in file.Boxes.Where(b => b.UserType != BoxTypes.C2pa))
        {
            var room = position;
            for (; next < insertions.Count && insertions[next].Before == box; next++)
                position = Insert(position, insertions[next]);
            var size = box.Size + GrowthBefore(box.End) - GrowthBefore(box.Offset);
            _boxes.Add(new PlacedBox(box, room, position, size));
            position += size;
        }
        for (; next < insertions.Count; next++)
            position = Insert(position, insertions[next]);
        Length = position;
    }

    /// <summary>Room for a manifest store right after 'ftyp', and what else is put in behind it, in file order.</summary>
    /// <exception cref="C2paFormatException">The file does not start with 'ftyp', or its offsets cannot be moved.</exception>
    public static FileLayout WithStore(BmffFile file, long storeBoxBytes, IReadOnlyList<Insertion> others)
    {
        if (file.Boxes is not [{ Type: var first }, ..] || first != BoxTypes.Ftyp)
            throw new C2paFormatException("The file does not start with 'ftyp', after which the manifest belongs", 0);
        return Create(file, [new Insertion(file.Boxes.Skip(1).FirstOrDefault(b => b.UserType != BoxTypes.C2pa), storeBoxBytes), .. others]);
    }

    /// <summary>Room for a proof in a fragment file, right before its 'moof' (§A.5.4.1.2).</summary>
    public static FileLayout BeforeFirstFragment(BmffFile file, long proofBytes) =>
        Create(file, [new Insertion(file.Boxes.First(b => b.Type == BoxTypes.Moof), proofBytes)]);

    private static FileLayout Create(BmffFile file, IReadOnlyList<Insertion> insertions)
    {
        var tables = OffsetTables.FindAll(file);
        var layout = new FileLayout(file, insertions, tables);
        return layout.Length > uint.MaxValue && tables.Any(t => t.Widening is not null && layout.Move(OffsetTables.Largest(file, t)) > uint.MaxValue)
            ? new FileLayout(file, insertions, [.. tables.Select(t => t with { IsWidened = t.Widening is not null })])
            : layout;
    }

    /// <summary>Of the boxes of the source that are kept, in order.</summary>
    public IReadOnlyList<PlacedBox> Boxes => _boxes;

    /// <summary>Where the room of each insertion starts.</summary>
    public IReadOnlyList<long> InsertOffsets => _insertOffsets;

    /// <summary>What is not copied as it is, in file order; but for segment indexes, see <see cref="SegmentIndex"/>.</summary>
    public IReadOnlyList<Edit> Edits { get; }

    public long SourceLength { get; }

    public long Length { get; }

    /// <summary>The new place of what lay at an offset of the source; null where that is in a box that is gone, or past the end.</summary>
    public ulong? Move(ulong offset)
    {
        if (offset > (ulong)SourceLength)
            return null;
        var index = LastBoxFrom((long)offset);
        var placed = _boxes[index];
        // The end of the last kept box may be pointed to: a table of a track without samples does.
        var isInside = (long)offset >= placed.Box.Offset && ((long)offset < placed.Box.End || ((long)offset == placed.Box.End && index == _boxes.Count - 1));
        return isInside ? (ulong)NewOffset(placed, (long)offset) : null;
    }

    /// <summary>The new place of what a part of the file starts with, at most the end of the source: of the room before a box where it is one.</summary>
    public long StartOf(long offset)
    {
        var index = LastBoxFrom(offset);
        var placed = _boxes[index];
        if (offset <= placed.Box.Offset)
            return placed.RoomOffset;
        if (offset < placed.Box.End)
            return NewOffset(placed, offset);
        return index + 1 < _boxes.Count ? _boxes[index + 1].RoomOffset : placed.NewOffset + placed.NewSize;
    }

    /// <summary>Where a kept box of the top level or inside one comes to end.</summary>
    public long EndOf(BmffBox box) => NewOffset(_boxes[LastBoxFrom(box.Offset)], box.End);

    private long Insert(long position, Insertion insertion)
    {
        _insertOffsets.Add(position);
        return checked(position + insertion.Bytes);
    }

    private long NewOffset(PlacedBox placed, long offset) =>
        placed.NewOffset + offset - placed.Box.Offset + GrowthBefore(offset) - GrowthBefore(placed.Box.Offset);

    /// <summary>What the widened tables that end at or before an offset have grown by.</summary>
    private long GrowthBefore(long offset)
    {
        var (low, high) = (0, _widened.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_widened[middle].End <= offset)
                low = middle + 1;
            else
                high = middle;
        }
        return low == 0 ? 0 : _widened[low - 1].Growth;
    }

    /// <summary>The last kept box that starts at or before an offset; else the first.</summary>
    private int LastBoxFrom(long offset)
    {
        var (low, high) = (0, _boxes.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_boxes[middle].Box.Offset <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}
