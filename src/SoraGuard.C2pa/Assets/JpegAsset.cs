using System.Buffers.Binary;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Jumbf;

namespace SoraGuard.C2pa.Assets;

/// <summary>
/// A JPEG file: the store is in APP11 segments one after another (C2PA 2.2 §A.3.1; ISO 19566-5 §D):
/// <code>FF EB length:16 'JP' instance:16 sequence:32 { box size:32 'jumb' part of the box }…</code>
/// Size and type of the box stand in every segment; the sequence counts from 1.
/// </summary>
internal sealed class JpegAsset : ImageAsset
{
    /// <summary>Marker, length, 'JP', instance, sequence, size and type of the box: what precedes a part.</summary>
    public const int SegmentHeaderBytes = 20;

    /// <summary>Of these, size and type of the box, which are part of the store in the first segment and repeated in the others.</summary>
    public const int BoxHeaderBytes = 8;

    /// <summary>Bytes of the store in one segment, at most; a segment holds less than 64 KiB.</summary>
    public const int MaxPartBytes = 64_000;

    /// <summary>Instance of the store among the JUMBF boxes of the file, if no other has it.</summary>
    private const ushort FirstInstance = 0x0211;

    /// <summary>Where the type of the JUMBF superbox stands in the first segment: behind its header and that of its description.</summary>
    private const int TypeOffset = SegmentHeaderBytes + 8;

    private readonly List<AssetBox> _boxes = [];
    private readonly List<IReadOnlyList<JpegSegment>> _stores = [];
    private readonly HashSet<ushort> _otherInstances = [];

    private JpegAsset(Stream stream)
        : base(stream)
    {
        List<JpegSegment>? store = null;
        byte[] instance = [];
        foreach (var segment in JpegReader.Read(stream))
        {
            var header = ReadHeader(segment);
            if (store is not null && segment.Marker == JpegReader.App11 && header.Length >= SegmentHeaderBytes && header.AsSpan(4, 4).SequenceEqual(instance))
            {
                store.Add(segment);
                _boxes[^1] = _boxes[^1] with { End = segment.End };
                continue;
            }
            store = IsStoreStart(header) ? [segment] : null;
            instance = store is null ? [] : header[4..8];
            if (store is not null)
                _stores.Add(store);
            else if (header.Length >= SegmentHeaderBytes)
                _otherInstances.Add(BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(6)));
            _boxes.Add(new AssetBox(store is null ? segment.Name : AssetBox.Manifest, segment.Start, segment.End));
        }
    }

    public override string FormatName => "JPEG";

    public override string MediaType => "image/jpeg";

    public override IReadOnlyList<AssetBox> Boxes => _boxes;

    public static new JpegAsset Open(Stream stream) => new(stream);

    public override IReadOnlyList<ReadOnlyMemory<byte>> ReadStore()
    {
        var segments = _stores[0];
        var total = segments.Sum(s => s.End - s.Start - SegmentHeaderBytes) + BoxHeaderBytes;
        if (total > BmffLimits.MaxStoreBytes)
            throw new C2paFormatException($"A manifest store of {total} bytes; {BmffLimits.MaxStoreBytes} are possible", segments[0].Start, "APP11");
        var store = new byte[total];
        var written = BoxHeaderBytes;
        for (var i = 0; i < segments.Count; i++)
        {
            var header = ReadHeader(segments[i]);
            if (i == 0)
                header.AsSpan(SegmentHeaderBytes - BoxHeaderBytes, BoxHeaderBytes).CopyTo(store);
            else if (!header.AsSpan(SegmentHeaderBytes - BoxHeaderBytes, BoxHeaderBytes).SequenceEqual(store.AsSpan(0, BoxHeaderBytes)))
                throw new C2paFormatException("A segment repeats another box size or type than that of the manifest store it continues", segments[i].Start, "APP11");
            if (BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8)) != i + 1)
                throw new C2paFormatException("The segments of the manifest store are not in sequence", segments[i].Start, "APP11");
            var part = store.AsSpan(written, (int)(segments[i].End - segments[i].Start) - SegmentHeaderBytes);
            Read(segments[i].Start + SegmentHeaderBytes, part);
            written += part.Length;
        }
        return [WithoutPadding(store, segments[0].Start, "APP11")];
    }

    /// <summary>After the segments of JFIF and Exif, which must come first.</summary>
    public override long InsertOffset => _boxes.Skip(1).TakeWhile(b => b.Name is "APP0" or "APP1").Select(b => b.End).LastOrDefault(_boxes[0].End);

    public override int EmbeddedBytes(int storeBytes)
    {
        var segments = (storeBytes + MaxPartBytes - 1) / MaxPartBytes;
        return checked(storeBytes + segments * SegmentHeaderBytes - BoxHeaderBytes);
    }

    public override byte[] Embed(ReadOnlySpan<byte> store)
    {
        if (_otherInstances.Count > ushort.MaxValue)
            throw new C2paFormatException("The JPEG has JUMBF boxes of every instance number", 0);
        var instance = FirstInstance;
        while (_otherInstances.Contains(instance))
            instance++;
        var embedded = new byte[EmbeddedBytes(store.Length)];
        var position = 0;
        var rest = store;
        for (var sequence = 1; !rest.IsEmpty; sequence++)
        {
            // Size and type stand in the first segment as the start of the store, in the others as a repetition.
            var header = embedded.AsSpan(position, SegmentHeaderBytes - BoxHeaderBytes);
            var repeated = sequence == 1 ? [] : store[..BoxHeaderBytes];
            var part = rest[..Math.Min(MaxPartBytes, rest.Length)];
            (header[0], header[1]) = (0xFF, JpegReader.App11);
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(header.Length - 2 + repeated.Length + part.Length));
            "JP"u8.CopyTo(header[4..]);
            BinaryPrimitives.WriteUInt16BigEndian(header[6..], instance);
            BinaryPrimitives.WriteInt32BigEndian(header[8..], sequence);
            position += header.Length;
            repeated.CopyTo(embedded.AsSpan(position));
            part.CopyTo(embedded.AsSpan(position + repeated.Length));
            position += repeated.Length + part.Length;
            rest = rest[part.Length..];
        }
        return embedded;
    }

    /// <summary>APP1 with the XMP identifier (XMP part 3 §1.1.3).</summary>
    protected override ByteRange? FindXmp() => FindAfter("APP1", 4, "http://ns.adobe.com/xap/1.0/\0"u8, trailerBytes: 0);

    /// <summary>As many bytes as tell whether a segment holds the start of a store; fewer where it is shorter.</summary>
    private byte[] ReadHeader(JpegSegment segment)
    {
        if (segment.Marker != JpegReader.App11)
            return [];
        var header = new byte[Math.Min(TypeOffset + JumbfType.Bytes, segment.End - segment.Start)];
        Read(segment.Start, header);
        return header;
    }

    private static bool IsStoreStart(ReadOnlySpan<byte> header) =>
        header.Length == TypeOffset + JumbfType.Bytes && header[4..6].SequenceEqual("JP"u8) && JumbfType.Read(header[TypeOffset..]) == JumbfType.ManifestStore;
}
