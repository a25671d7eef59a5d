namespace SoraGuard.C2pa.Bmff;

/// <summary>The boxes of one file, and its bytes.</summary>
internal sealed class BmffFile(Stream stream, IReadOnlyList<BmffBox> boxes)
{
    public Stream Stream { get; } = stream;

    /// <summary>Top level, in file order.</summary>
    public IReadOnlyList<BmffBox> Boxes { get; } = boxes;

    /// <summary>Every box of the file, each before its children.</summary>
    public IEnumerable<BmffBox> All()
    {
        var pending = new Stack<BmffBox>(Boxes.Reverse());
        while (pending.TryPop(out var box))
        {
            yield return box;
            for (var i = box.Children.Count - 1; i >= 0; i--)
                pending.Push(box.Children[i]);
        }
    }

    /// <summary>Whether a box of the top level has no size of its own and goes on to the end of the file (ISO/IEC 14496-12 §4.2).</summary>
    public bool IsOpen(BmffBox box)
    {
        Span<byte> size = stackalloc byte[4];
        Read(box.Offset, size);
        return !size.ContainsAnyExcept((byte)0);
    }

    /// <summary>Fills the whole buffer from the given offset.</summary>
    /// <exception cref="C2paFormatException">The file ends before.</exception>
    public void Read(long offset, Span<byte> buffer)
    {
        Stream.Position = offset;
        if (Stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new C2paFormatException($"The file ends inside a read of {buffer.Length} bytes", offset);
    }
}
