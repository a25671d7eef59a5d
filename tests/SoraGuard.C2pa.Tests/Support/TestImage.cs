using System.IO.Compression;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>Small images, byte by byte and without the library under test.</summary>
internal static class TestImage
{
    /// <summary>With entropy-coded data that holds a stuffed FF, and two restart intervals.</summary>
    public static byte[] Jpeg(params byte[][] afterJfif) =>
    [
        0xFF, 0xD8, .. Segment(0xE0, "JFIF\0"u8.ToArray(), [1, 1, 0, 0, 1, 0, 1, 0, 0]), .. afterJfif.SelectMany(s => s),
        .. Segment(0xDB, new byte[65]), .. Segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]), .. Segment(0xC4, new byte[17]),
        .. Segment(0xDA, [1, 1, 0, 0, 0x3F, 0]), 1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, 5, 0xFF, 0xD1, 6, 0xFF, 0xD9,
    ];

    public static byte[] Segment(byte marker, params byte[][] content) =>
        [0xFF, marker, .. U16((ushort)(2 + content.Sum(c => c.Length))), .. content.SelectMany(c => c)];

    /// <summary>One black pixel.</summary>
    public static byte[] Png(params byte[][] afterHeader) =>
    [
        0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", [.. U32(1), .. U32(1), 8, 0, 0, 0, 0]), .. afterHeader.SelectMany(c => c),
        .. Chunk("IDAT", Deflate([0, 0])), .. Chunk("IEND", []),
    ];

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] covered = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        return [.. U32((uint)data.Length), .. covered, .. U32(Crc(covered))];
    }

    private static byte[] Deflate(byte[] data)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal))
            zlib.Write(data);
        return output.ToArray();
    }

    /// <summary>Bit by bit, so that it shares nothing with the table of the library.</summary>
    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
