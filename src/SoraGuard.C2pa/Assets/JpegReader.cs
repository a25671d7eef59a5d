using System.Buffers;
using System.Buffers.Binary;

namespace SoraGuard.C2pa.Assets;

/// <summary>One segment with its marker; of SOS and RSTn, with the entropy-coded data that follows. <see cref="Start"/> and <see cref="End"/> are offsets in the file.</summary>
internal readonly record struct JpegSegment(byte Marker, string Name, long Start, long End);

/// <summary>
/// Cuts a JPEG file into segments (ITU-T T.81 §B.1.1): <c>FF marker [length:16 content]</c>, names by its Table B.1. What follows
/// the last image, if it is no further image, is one more part.
/// </summary>
internal sealed class JpegReader
{
    public const byte App11 = 0xEB;

    private const byte Prefix = 0xFF, Soi = 0xD8, Eoi = 0xD9, Sos = 0xDA, Rst0 = 0xD0, Rst7 = 0xD7, Stuffed = 0x00;

    /// <summary>Looked through at once, from few to many: restart intervals may be short.</summary>
    private const int MinBufferBytes = 256, MaxBufferBytes = 64 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _header = new byte[4];

    private JpegReader(Stream stream) => _stream = stream;

    /// <summary>In file order; together they are the whole file.</summary>
    /// <exception cref="C2paFormatException">Not a JPEG, cut short, or over a limit.</exception>
    public static IReadOnlyList<JpegSegment> Read(Stream stream)
    {
        var reader = new JpegReader(stream);
        var segments = new List<JpegSegment>();
        var isInImage = false;
        for (long position = 0; position < stream.Length; position = segments[^1].End)
        {
            if (segments.Count == ImageLimits.MaxSegments)
                throw new C2paFormatException($"More than {ImageLimits.MaxSegments} JPEG segments", position);
            var segment = reader.ReadSegment(position, isInImage);
            segments.Add(segment);
            isInImage = segment.Marker is not (Eoi or Stuffed);
        }
        return isInImage ? throw new C2paFormatException("The JPEG ends before its end of image", stream.Length) : segments;
    }

    private JpegSegment ReadSegment(long position, bool isInImage)
    {
        var header = Fill(_header, position);
        if (!isInImage && position > 0 && (header.Length < 2 || header[0] != Prefix || header[1] != Soi))
            return new JpegSegment(Stuffed, AssetBox.After, position, _stream.Length);
        if (header.Length < 2 || header[0] != Prefix || (!isInImage && header[1] != Soi) || Name(header[1]) is not { } name)
            throw new C2paFormatException("No JPEG segment where one must start", position);
        var marker = header[1];
        long end = position + 2;
        if (marker is not (Soi or Eoi) && !IsRestart(marker))
        {
            var length = header.Length == 4 ? BinaryPrimitives.ReadUInt16BigEndian(header[2..]) : 0;
            end += length;
            if (length < 2 || end > _stream.Length)
                throw new C2paFormatException($"JPEG segment {name} claims {length} bytes", position);
        }
        return new JpegSegment(marker, name, position, marker == Sos || IsRestart(marker) ? FindMarker(end) : end);
    }

    /// <summary>The next marker in entropy-coded data: what follows FF and is neither 0, which stuffs, nor another FF, which fills.</summary>
    private long FindMarker(long position)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBufferBytes);
        try
        {
            var isAfterPrefix = false;
            for (var bytes = MinBufferBytes; position < _stream.Length; bytes = Math.Min(2 * bytes, MaxBufferBytes))
            {
                var chunk = Fill(buffer.AsSpan(0, bytes), position);
                if (chunk.IsEmpty)
                    break;
                var at = IndexOfMarker(chunk, ref isAfterPrefix);
                if (at >= 0)
                    return position + at - 1;
                position += chunk.Length;
            }
            throw new C2paFormatException("The entropy-coded data of the JPEG does not end", position);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="isAfterPrefix">Whether the byte before the chunk is FF; then whether its last one is.</param>
    /// <returns>Where the byte after FF is; -1 for nowhere.</returns>
    private static int IndexOfMarker(ReadOnlySpan<byte> chunk, ref bool isAfterPrefix)
    {
        for (var at = 0; at < chunk.Length;)
        {
            if (!isAfterPrefix)
            {
                var next = chunk[at..].IndexOf(Prefix);
                if (next < 0)
                    return -1;
                at += next;
            }
            var fill = chunk[at..].IndexOfAnyExcept(Prefix);
            isAfterPrefix = fill < 0;
            if (isAfterPrefix)
                return -1;
            at += fill;
            if (chunk[at] != Stuffed)
                return at;
        }
        return -1;
    }

    private Span<byte> Fill(Span<byte> buffer, long position)
    {
        _stream.Position = position;
        return buffer[.._stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    private static bool IsRestart(byte marker) => marker is >= Rst0 and <= Rst7;

    private static string? Name(byte marker) => marker switch
    {
        0xC4 => "DHT",
        0xC8 => "JPG",
        0xCC => "DAC",
        >= 0xC0 and <= 0xCF => $"SOF{marker - 0xC0}",
        >= Rst0 and <= Rst7 => $"RST{marker - Rst0}",
        Soi => "SOI",
        Eoi => "EOI",
        Sos => "SOS",
        0xDB => "DQT",
        0xDC => "DNL",
        0xDD => "DRI",
        0xDE => "DHP",
        0xDF => "EXP",
        >= 0xE0 and <= 0xEF => $"APP{marker - 0xE0}",
        >= 0xF0 and <= 0xFD => $"JPG{marker - 0xF0}",
        0xFE => "COM",
        0x01 => "TEM",
        _ => null,
    };
}
