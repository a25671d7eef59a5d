using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Assets;

/// <summary>A file that is a row of named boxes (C2PA 2.2 §18.7), one of which may hold the manifest store.</summary>
internal abstract class ImageAsset(Stream stream) : Asset(stream)
{
    /// <summary>All boxes in file order; they cover the file from its start to its end.</summary>
    public abstract IReadOnlyList<AssetBox> Boxes { get; }

    /// <summary>Where a store belongs in a file that has none.</summary>
    public abstract long InsertOffset { get; }

    /// <summary>Bytes that a store of that size takes in the file.</summary>
    public abstract int EmbeddedBytes(int storeBytes);

    /// <summary>A store as it stands in the file.</summary>
    public abstract byte[] Embed(ReadOnlySpan<byte> store);

    public override int StoreCount => Boxes.Count(b => b.Name == AssetBox.Manifest);

    public override ByteRange? StoreRange => StoreCount == 1 && Boxes.First(b => b.Name == AssetBox.Manifest) is var box ? new ByteRange(box.Start, box.End) : null;

    /// <summary>The box of that name that starts with a text, from behind the text on.</summary>
    protected ByteRange? FindAfter(string name, int offset, ReadOnlySpan<byte> text, int trailerBytes)
    {
        Span<byte> start = stackalloc byte[text.Length];
        foreach (var box in Boxes.Where(b => b.Name == name))
        {
            var content = box.Start + offset + text.Length;
            if (content > box.End - trailerBytes)
                continue;
            Read(box.Start + offset, start);
            if (start.SequenceEqual(text))
                return new ByteRange(content, box.End - trailerBytes);
        }
        return null;
    }
}
