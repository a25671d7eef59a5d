using System.Buffers.Binary;
using System.Text;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// One C2PA box of a file (C2PA 2.2 §A.5.1):
/// <code>'uuid' box of usertype d8fec3d6…, version:8 = 0, flags:24 = 0, purpose:UTF-8 NUL, data</code>
/// With purpose manifest, original or update the data is <c>offset of the first Merkle box:64, manifest store, zero padding</c>;
/// with purpose merkle it is CBOR.
/// </summary>
internal sealed record C2paBox(BmffBox Box, string Purpose, long DataOffset)
{
    public const string Manifest = "manifest";
    public const string Original = "original";
    public const string Update = "update";
    public const string Merkle = "merkle";

    /// <summary>Bytes of version and flags, and of the Merkle offset.</summary>
    public const int FullBoxBytes = 4, MerkleOffsetBytes = 8;

    private const int HeaderBytes = 8;
    private const int MaxPurposeBytes = 32;

    public long DataBytes => Box.End - DataOffset;

    /// <summary>Every C2PA box of the top level, in file order.</summary>
    /// <exception cref="C2paFormatException">One of them is malformed.</exception>
    public static IReadOnlyList<C2paBox> FindAll(BmffFile file)
    {
        var nested = file.All().FirstOrDefault(b => b.UserType == BoxTypes.C2pa && b.Parent is not null);
        if (nested is not null)
            throw new C2paFormatException("A C2PA box must stand at the top level of the file", nested.Offset, nested.Path);
        return [.. file.Boxes.Where(b => b.UserType == BoxTypes.C2pa).Select(b => Read(file, b))];
    }

    /// <summary>Where the manifest store starts in the file.</summary>
    public long StoreOffset => DataOffset + MerkleOffsetBytes;

    /// <summary>The manifest store of a box of purpose manifest, original or update, with the padding after it.</summary>
    public byte[] ReadPaddedStore(BmffFile file)
    {
        var available = DataBytes - MerkleOffsetBytes;
        if (available is < 8 or > BmffLimits.MaxStoreBytes)
            throw new C2paFormatException($"A manifest store of {available} bytes; 8 to {BmffLimits.MaxStoreBytes} are possible", StoreOffset, Box.Path);
        var bytes = new byte[available];
        file.Read(StoreOffset, bytes);
        return bytes;
    }

    /// <summary>The absolute offset the box gives for the first Merkle box; 0 for none, and by some writers even where there are some.</summary>
    public ulong ReadMerkleOffset(BmffFile file)
    {
        Span<byte> bytes = stackalloc byte[MerkleOffsetBytes];
        if (DataBytes < bytes.Length)
            throw new C2paFormatException("The C2PA box ends before its Merkle offset", DataOffset, Box.Path);
        file.Read(DataOffset, bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    /// <summary>Where the purpose stands, as text.</summary>
    public long PurposeOffset => Box.PayloadOffset + FullBoxBytes;

    /// <summary>Bytes of a box with a store of this size, without padding.</summary>
    public static int BytesWithStore(int storeBytes, string purpose = Manifest) =>
        checked(HeaderBytes + BoxTypes.UserTypeBytes + FullBoxBytes + purpose.Length + 1 + MerkleOffsetBytes + storeBytes);

    /// <param name="store">The manifest store.</param>
    /// <param name="purpose">Manifest or update.</param>
    /// <param name="merkleOffset">Where the first Merkle box of the file starts; 0 for none.</param>
    public static byte[] Write(ReadOnlySpan<byte> store, string purpose = Manifest, long merkleOffset = 0)
    {
        var box = new byte[BytesWithStore(store.Length, purpose)];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        BinaryPrimitives.WriteUInt32BigEndian(box.AsSpan(4), BoxTypes.Uuid.Value);
        BoxTypes.C2pa.TryWriteBytes(box.AsSpan(HeaderBytes), bigEndian: true, out _);
        Encoding.ASCII.GetBytes(purpose, box.AsSpan(HeaderBytes + BoxTypes.UserTypeBytes + FullBoxBytes));
        BinaryPrimitives.WriteInt64BigEndian(box.AsSpan(box.Length - store.Length - MerkleOffsetBytes), merkleOffset);
        store.CopyTo(box.AsSpan(box.Length - store.Length));
        return box;
    }

    /// <summary>A box with a Merkle proof, followed by zeros to a size; 0 for none.</summary>
    public static byte[] WriteMerkle(ReadOnlySpan<byte> proof, int boxBytes)
    {
        var dataOffset = BytesWithStore(0, Merkle) - MerkleOffsetBytes;
        var box = new byte[Math.Max(dataOffset + proof.Length, boxBytes)];
        Write([], Merkle).AsSpan(0, dataOffset).CopyTo(box);
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        proof.CopyTo(box.AsSpan(dataOffset));
        return box;
    }

    private static C2paBox Read(BmffFile file, BmffBox box)
    {
        Span<byte> start = stackalloc byte[FullBoxBytes + MaxPurposeBytes];
        start = start[..(int)Math.Min(start.Length, box.PayloadBytes)];
        file.Read(box.PayloadOffset, start);
        if (start.Length <= FullBoxBytes || start[..FullBoxBytes].ContainsAnyExcept((byte)0))
            throw new C2paFormatException("A C2PA box must have version 0 and flags 0", box.PayloadOffset, box.Path);
        var purpose = start[FullBoxBytes..];
        var length = purpose.IndexOf((byte)0);
        var text = length < 0 ? null : Encoding.ASCII.GetString(purpose[..length]);
        var purposeOffset = box.PayloadOffset + FullBoxBytes;
        return text is Manifest or Original or Update or Merkle
            ? new C2paBox(box, text, purposeOffset + length + 1)
            : throw new C2paFormatException("A C2PA box of unknown purpose; manifest, original, update and merkle are known", purposeOffset, box.Path);
    }
}
