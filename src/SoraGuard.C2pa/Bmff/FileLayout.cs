namespace SoraGuard.C2pa.Bmff;

/// <summary>A box of the source, and where it comes to lie.</summary>
internal readonly record struct PlacedBox(BmffBox Box, long NewOffset);

/// <summary>
/// Where everything lies once a C2PA box is put in, as a rule right after 'ftyp' (C2PA 2.2 §A.5.1), and the C2PA boxes that were there before
/// are gone.
/// </summary>
internal sealed class FileLayout
{
    private readonly List<PlacedBox> _boxes = [];
    private readonly long _sourceLength;

    /// <param name="file">The source.</param>
    /// <param name="insertedBytes">Bytes of the new C2PA box.</param>
    /// <exception cref="C2paFormatException">The file does not start with 'ftyp', or has a C2PA box between a 'sidx' and what it refers to.</exception>
    public FileLayout(BmffFile file, long insertedBytes)
        : this(file, insertedBytes, before: file.Boxes.Skip(1).FirstOrDefault(b => b.UserType != BoxTypes.C2pa))
    {
        if (file.Boxes is not [{ Type: var first }, ..] || first != BoxTypes.Ftyp)
            throw new C2paFormatException("The file does not start with 'ftyp', after which the manifest belongs", 0);
        RequireNothingBetweenIndexAndMedia(file);
    }

    private FileLayout(BmffFile file, long insertedBytes, BmffBox? before)
    {
        _sourceLength = file.Boxes[^1].End;
        var position = 0L;
        foreach (var box in file.Boxes.Where(b => b.UserType != BoxTypes.C2pa))
        {
            if (box == before)
                (InsertOffset, position) = (position, position + insertedBytes);
            _boxes.Add(new PlacedBox(box, position));
            position += box.Size;
        }
        if (before is null)
            (InsertOffset, position) = (position, position + insertedBytes);
        Length = position;
    }

    /// <summary>Where everything lies in a fragment file once a proof stands right before its 'moof' (§A.5.4.1.2).</summary>
    public static FileLayout BeforeFirstFragment(BmffFile file, long insertedBytes) => new(file, insertedBytes, file.Boxes.First(b => b.Type == BoxTypes.Moof));

    /// <summary>Of the boxes of the source that are kept, in order.</summary>
    public IReadOnlyList<PlacedBox> Boxes => _boxes;

    public long InsertOffset { get; }

    public long Length { get; }

    /// <summary>The new place of what lay at an offset of the source; null where that is in a box that is gone, or past the end.</summary>
    public ulong? Move(ulong offset)
    {
        if (offset > (ulong)_sourceLength)
            return null;
        var index = LastBoxFrom((long)offset);
        var (box, newOffset) = _boxes[index];
        // The end of the last kept box may be pointed to: a table of a track without samples does.
        var isInside = offset < (ulong)box.End || (offset == (ulong)box.End && index == _boxes.Count - 1);
        return isInside ? offset - (ulong)box.Offset + (ulong)newOffset : null;
    }

    /// <summary>The last box that starts at or before an offset; the first starts at 0.</summary>
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

    /// <summary>A 'sidx' counts from its own end: nothing may come or go between it and the fragments behind it.</summary>
    private static void RequireNothingBetweenIndexAndMedia(BmffFile file)
    {
        var index = file.Boxes.FirstOrDefault(b => b.Type == BoxTypes.Sidx);
        if (index is not null && file.Boxes.FirstOrDefault(b => b.UserType == BoxTypes.C2pa && b.Offset > index.Offset) is { } c2pa)
            throw new C2paFormatException("A C2PA box behind a 'sidx' cannot be removed without breaking its index", c2pa.Offset, c2pa.Path);
    }
}
