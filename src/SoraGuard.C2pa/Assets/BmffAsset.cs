using System.Buffers.Binary;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Assets;

/// <summary>
/// An ISO base media or QuickTime file: the store is in a C2PA box of purpose manifest, or in two, of purpose original and, at the
/// end of the file, update (C2PA 2.2 §A.5.3).
/// </summary>
internal sealed class BmffAsset : Asset
{
    private readonly List<C2paBox> _stores;

    private BmffAsset(BmffFile file, IReadOnlyList<C2paBox> boxes)
        : base(file.Stream)
    {
        (File, Boxes) = (file, boxes);
        _stores = [.. boxes.Where(b => b.Purpose != C2paBox.Merkle)];
        var (originals, updates) = (_stores.Count(s => s.Purpose == C2paBox.Original), _stores.Count(s => s.Purpose == C2paBox.Update));
        if (originals != updates && originals + updates == _stores.Count)
            throw new C2paFormatException("C2PA boxes of purpose original and update go together", _stores[0].Box.Offset, _stores[0].Box.Path);
        StoreCount = originals == 1 && updates == 1 ? _stores.Count - 1 : _stores.Count;
    }

    public override string FormatName => "MP4 or MOV";

    /// <summary>By the major brand: everything that is no still image and no QuickTime counts as MP4.</summary>
    public override string MediaType => ReadBrand() switch
    {
        "qt  " => "video/quicktime",
        "heic" or "heix" => "image/heic",
        "mif1" => "image/heif",
        "avif" => "image/avif",
        _ => "video/mp4",
    };

    public BmffFile File { get; }

    /// <summary>The C2PA boxes, in file order.</summary>
    public IReadOnlyList<C2paBox> Boxes { get; }

    public override int StoreCount { get; }

    /// <summary>The box that holds the store, or the part of it that an update was appended to; null where the file has none.</summary>
    public C2paBox? MainStore => _stores.Find(s => s.Purpose is C2paBox.Manifest or C2paBox.Original);

    /// <summary>The box with the updates; null where there is none.</summary>
    public C2paBox? UpdateStore => _stores.Find(s => s.Purpose == C2paBox.Update);

    public static new BmffAsset Open(Stream stream)
    {
        var file = BmffReader.Read(stream);
        return new BmffAsset(file, C2paBox.FindAll(file));
    }

    public override IReadOnlyList<ReadOnlyMemory<byte>> ReadStore() =>
        [.. _stores.OrderBy(s => s.Purpose == C2paBox.Update)
            .Select(s => WithoutPadding(s.ReadPaddedStore(File), s.StoreOffset, s.Box.Path))];

    protected override ByteRange? FindXmp() =>
        File.Boxes.FirstOrDefault(b => b.UserType == BoxTypes.Xmp) is { } box ? new ByteRange(box.PayloadOffset, box.End) : null;

    private string ReadBrand()
    {
        if (File.Boxes is not [{ Type: var type, PayloadBytes: >= 4 } first, ..] || type != BoxTypes.Ftyp)
            return "";
        Span<byte> brand = stackalloc byte[4];
        File.Read(first.PayloadOffset, brand);
        return new FourCc(BinaryPrimitives.ReadUInt32BigEndian(brand)).ToString();
    }
}
