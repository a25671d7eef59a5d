using System.Buffers.Binary;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// Reads the tree of boxes of an ISO base media or QuickTime file within <see cref="BmffLimits"/>: headers only, never media.
/// Strict: every box lies inside its parent, nothing but boxes at the top level.
/// </summary>
internal sealed class BmffReader
{
    private static readonly FourCc Hdlr = new("hdlr");

    private readonly Stream _stream;
    private readonly byte[] _header = new byte[32];
    private int _boxes;
    private int _opaqueUserData;

    private BmffReader(Stream stream) => _stream = stream;

    /// <summary>The stream is read from its start whatever its position, and left anywhere.</summary>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    /// <exception cref="C2paFormatException">Not such a file, malformed, or over a limit.</exception>
    public static BmffFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || !stream.CanRead)
            throw new ArgumentException("The file must be readable and seekable.", nameof(stream));
        var reader = new BmffReader(stream);
        reader.RequireFileType();
        var boxes = new List<BmffBox>();
        reader.ReadBoxes(boxes, parent: null, start: 0, end: stream.Length, depth: 1);
        return new BmffFile(stream, boxes);
    }

    private void RequireFileType()
    {
        var start = ReadUpTo(_header.AsSpan(0, 8), 0, _stream.Length);
        if (start.Length < 8 || !BoxTypes.FileStart.Contains(new FourCc(BinaryPrimitives.ReadUInt32BigEndian(start[4..]))))
            throw new C2paFormatException("Not an MP4 or MOV file, nor JPEG, PNG or a manifest store: it starts like none of them", 0);
    }

    private void ReadBoxes(List<BmffBox> boxes, BmffBox? parent, long start, long end, int depth)
    {
        if (depth > BmffLimits.MaxDepth)
            throw new C2paFormatException($"Boxes nested more than {BmffLimits.MaxDepth} deep", start, Shorten(parent?.Path));
        for (var offset = start; offset < end;)
        {
            if (parent is not null && IsZeroPadding(offset, end))
                return;
            var box = ReadHeader(parent, offset, end);
            boxes.Add(box);
            offset = box.End;
            if (FirstChildOffset(box) is { } firstChild)
                ReadChildren(box, firstChild, depth);
        }
    }

    private void ReadChildren(BmffBox box, long firstChild, int depth)
    {
        try
        {
            ReadBoxes(box.Children, box, firstChild, box.End, depth + 1);
        }
        catch (C2paFormatException) when (box.Type == BoxTypes.Udta && _boxes <= BmffLimits.MaxBoxes && ++_opaqueUserData <= BmffLimits.MaxOpaqueUserData)
        {
            // Cameras put what they like into user data. It is then hashed whole: no exclusion reaches inside.
            box.Children.Clear();
        }
    }

    private BmffBox ReadHeader(BmffBox? parent, long offset, long end)
    {
        if (++_boxes > BmffLimits.MaxBoxes)
            throw new C2paFormatException($"More than {BmffLimits.MaxBoxes} boxes", offset, parent?.Path);
        var header = ReadUpTo(_header, offset, end);
        if (header.Length < 8)
            throw new C2paFormatException($"A box header was cut short: {header.Length} bytes remain", offset, parent?.Path ?? "/");
        long size = BinaryPrimitives.ReadUInt32BigEndian(header);
        var type = new FourCc(BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        var headerBytes = 8;
        if (size == 1)
        {
            headerBytes = 16;
            if (header.Length < headerBytes)
                throw new C2paFormatException("A 64-bit box size was cut short", offset, parent?.Path ?? "/");
            var large = BinaryPrimitives.ReadUInt64BigEndian(header[8..]);
            size = large <= long.MaxValue ? (long)large : throw new C2paFormatException($"Box '{type}' claims {large} bytes", offset, parent?.Path ?? "/");
        }
        else if (size == 0)
        {
            // "To the end of the file": §4.2 allows it for the last box of the file alone.
            size = parent is null ? end - offset : throw new C2paFormatException($"Box '{type}' of open size inside another box", offset, parent.Path);
        }
        var minimum = headerBytes + (type == BoxTypes.Uuid ? BoxTypes.UserTypeBytes : 0);
        if (size < minimum || size > end - offset)
            throw new C2paFormatException($"Box '{type}' claims {size} bytes where {minimum} to {end - offset} are possible", offset, parent?.Path ?? "/");
        var userType = type == BoxTypes.Uuid ? new Guid(header.Slice(headerBytes, BoxTypes.UserTypeBytes), bigEndian: true) : Guid.Empty;
        return new BmffBox { Type = type, Offset = offset, Size = size, HeaderBytes = headerBytes, Parent = parent, UserType = userType };
    }

    private long? FirstChildOffset(BmffBox box)
    {
        if (BoxTypes.Containers.Contains(box.Type))
            return box.PayloadOffset;
        if (box.Type != BoxTypes.Meta)
            return null;
        // ISO's 'meta' starts with version and flags, QuickTime's with its first child, which is 'hdlr'.
        var start = ReadUpTo(_header.AsSpan(0, 8), box.PayloadOffset, box.End);
        if (start.Length == 8 && new FourCc(BinaryPrimitives.ReadUInt32BigEndian(start[4..])) == Hdlr)
            return box.PayloadOffset;
        return box.PayloadBytes >= 4 ? box.PayloadOffset + 4 : null;
    }

    /// <summary>QuickTime ends lists of boxes, 'udta' above all, by 32 zero bits; some writers leave more.</summary>
    private bool IsZeroPadding(long offset, long end) =>
        end - offset <= 8 && !ReadUpTo(_header.AsSpan(0, 8), offset, end).ContainsAnyExcept((byte)0);

    private Span<byte> ReadUpTo(Span<byte> buffer, long offset, long end)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, end - offset)];
        _stream.Position = offset;
        return wanted[.._stream.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false)];
    }

    private static string? Shorten(string? path) => path is { Length: > 80 } ? path[..80] + "…" : path;
}
