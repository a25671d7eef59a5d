using System.Buffers.Binary;
using System.Text;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Assets;

/// <summary>
/// A PNG file: the store is in a chunk 'caBX' before 'IDAT' (C2PA 2.2 §A.3.2). A chunk is
/// <code>length:32 type:32 data crc:32</code>
/// after 8 bytes of signature.
/// </summary>
internal sealed class PngAsset : ImageAsset
{
    public const string Chunk = "caBX";

    /// <summary>Length and type before the data, checksum after it.</summary>
    public const int ChunkHeaderBytes = 8, ChecksumBytes = 4;

    /// <summary>Name of the signature in a box hash (§18.7.3.2).</summary>
    private const string Header = "PNGh";

    private readonly List<AssetBox> _boxes = [];

    private PngAsset(Stream stream)
        : base(stream)
    {
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        _boxes.Add(new AssetBox(Header, 0, Signature.Length));
        for (long position = Signature.Length; position < stream.Length; position = _boxes[^1].End)
        {
            if (_boxes.Count == ImageLimits.MaxSegments)
                throw new C2paFormatException($"More than {ImageLimits.MaxSegments} PNG chunks", position);
            if (_boxes[^1].Name == "IEND")
            {
                _boxes.Add(new AssetBox(AssetBox.After, position, stream.Length));
                break;
            }
            Read(position, header);
            var type = Encoding.Latin1.GetString(header[4..]);
            var end = position + ChunkHeaderBytes + BinaryPrimitives.ReadUInt32BigEndian(header) + ChecksumBytes;
            if (end > stream.Length || !type.All(char.IsAsciiLetter))
                throw new C2paFormatException("No PNG chunk where one must start, or one that is cut short", position);
            _boxes.Add(new AssetBox(type == Chunk ? AssetBox.Manifest : type, position, end));
        }
    }

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public override string FormatName => "PNG";

    public override string MediaType => "image/png";

    public override IReadOnlyList<AssetBox> Boxes => _boxes;

    public static new PngAsset Open(Stream stream) => new(stream);

    public override IReadOnlyList<ReadOnlyMemory<byte>> ReadStore()
    {
        var box = _boxes.First(b => b.Name == AssetBox.Manifest);
        var bytes = box.End - box.Start - ChunkHeaderBytes - ChecksumBytes;
        if (bytes is < 8 or > BmffLimits.MaxStoreBytes)
            throw new C2paFormatException($"A manifest store of {bytes} bytes; 8 to {BmffLimits.MaxStoreBytes} are possible", box.Start, Chunk);
        var chunk = new byte[sizeof(uint) + bytes + ChecksumBytes];
        Read(box.Start + sizeof(uint), chunk);
        // No hash covers the chunk: its checksum is the only thing that tells a damaged one.
        if (BinaryPrimitives.ReadUInt32BigEndian(chunk.AsSpan(^ChecksumBytes..)) != Crc32.Compute(chunk.AsSpan(..^ChecksumBytes)))
            throw new C2paFormatException("The checksum of the chunk that holds the manifest store is wrong", box.Start, Chunk);
        return [WithoutPadding(chunk[sizeof(uint)..^ChecksumBytes], box.Start + ChunkHeaderBytes, Chunk)];
    }

    /// <summary>After IHDR, which must be first, and so before IDAT.</summary>
    public override long InsertOffset => _boxes is [_, { Name: "IHDR" } header, ..] ? header.End : throw new C2paFormatException("The PNG does not start with IHDR", Signature.Length);

    public override int EmbeddedBytes(int storeBytes) => checked(ChunkHeaderBytes + storeBytes + ChecksumBytes);

    public override byte[] Embed(ReadOnlySpan<byte> store)
    {
        var chunk = new byte[EmbeddedBytes(store.Length)];
        BinaryPrimitives.WriteInt32BigEndian(chunk, store.Length);
        Encoding.Latin1.GetBytes(Chunk, chunk.AsSpan(sizeof(uint)));
        store.CopyTo(chunk.AsSpan(ChunkHeaderBytes));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^ChecksumBytes..), Crc32.Compute(chunk.AsSpan(sizeof(uint)..^ChecksumBytes)));
        return chunk;
    }

    /// <summary>iTXt, not compressed, without language and translated keyword (XMP part 3 §1.1.5).</summary>
    protected override ByteRange? FindXmp() => FindAfter("iTXt", ChunkHeaderBytes, "XML:com.adobe.xmp\0\0\0\0\0"u8, ChecksumBytes);
}
