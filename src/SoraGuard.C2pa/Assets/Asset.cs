using System.Buffers.Binary;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Assets;

/// <summary>A file that may carry a manifest store, read in the way of its format (C2PA 2.2 §A).</summary>
internal abstract class Asset(Stream stream)
{
    /// <summary>Enough to tell the formats apart.</summary>
    private const int StartBytes = 8;

    public Stream Stream { get; } = stream;

    /// <summary>For messages: MP4 or MOV, JPEG, PNG.</summary>
    public abstract string FormatName { get; }

    public abstract string MediaType { get; }

    /// <summary>Manifest stores in the file; more than one counts as none (§15.5.2.1). An original and its update are one.</summary>
    public abstract int StoreCount { get; }

    /// <summary>The one store, without padding: one part, or two where an update was appended.</summary>
    /// <exception cref="C2paFormatException">It cannot be read.</exception>
    public abstract IReadOnlyList<ReadOnlyMemory<byte>> ReadStore();

    /// <summary>The bytes that make up the store and what embeds it; null where there is not one, or where the format is not hashed by offsets.</summary>
    public virtual ByteRange? StoreRange => null;

    /// <summary>Where the file says its manifest is kept, if it carries none; null for nowhere (§11.5).</summary>
    public string? FindManifestAddress() => FindXmp() is { } range && range.End - range.Start is > 0 and <= ImageLimits.MaxXmpBytes && ReadRange(range) is var xmp
        ? Xmp.FindManifestAddress(xmp)
        : null;

    /// <summary>The XMP packet; null where there is none.</summary>
    protected virtual ByteRange? FindXmp() => null;

    /// <summary>The format is told by the first bytes, never by a name.</summary>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="C2paFormatException">Not a file of a format that is read here, malformed, or over a limit.</exception>
    public static Asset Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || !stream.CanRead)
            throw new ArgumentException("The file must be readable and seekable.", nameof(stream));
        return ReadStart(stream) switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegAsset.Open(stream),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A] => PngAsset.Open(stream),
            [_, _, _, _, (byte)'j', (byte)'u', (byte)'m', (byte)'b'] => new StoreAsset(stream),
            _ => BmffAsset.Open(stream),
        };
    }

    /// <summary>Whether the first bytes are those of a format that is read here.</summary>
    protected static bool IsKnown(Stream stream) => ReadStart(stream) switch
    {
        [0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A] => true,
        { Length: StartBytes } start => BoxTypes.FileStart.Contains(new FourCc(BinaryPrimitives.ReadUInt32BigEndian(start.AsSpan(4)))),
        _ => false,
    };

    private static byte[] ReadStart(Stream stream)
    {
        var start = new byte[StartBytes];
        stream.Position = 0;
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    /// <summary>Fills the whole buffer from the given offset.</summary>
    /// <exception cref="C2paFormatException">The file ends before.</exception>
    public void Read(long offset, Span<byte> buffer)
    {
        Stream.Position = offset;
        if (Stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
            throw new C2paFormatException($"The file ends inside a read of {buffer.Length} bytes", offset);
    }

    private byte[] ReadRange(ByteRange range)
    {
        var bytes = new byte[range.End - range.Start];
        Read(range.Start, bytes);
        return bytes;
    }

    /// <summary>
    /// The store at the start of these bytes. What follows is under no hash and no signature: only zeros pass, so that nothing
    /// hides there (§A.5.3).
    /// </summary>
    protected static ReadOnlyMemory<byte> WithoutPadding(byte[] bytes, long offset, string path)
    {
        var storeBytes = bytes.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (storeBytes < 8 || storeBytes > bytes.Length)
            throw new C2paFormatException($"The manifest store claims {storeBytes} of {bytes.Length} bytes", offset, path);
        return bytes.AsSpan((int)storeBytes).ContainsAnyExcept((byte)0)
            ? throw new C2paFormatException("The padding after the manifest store is not zero", offset + storeBytes, path)
            : bytes.AsMemory(0, (int)storeBytes);
    }
}
