using System.Buffers.Binary;
using System.Text;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>Writes ISO base media boxes for tests, byte by byte and without the library under test.</summary>
internal static class Boxes
{
    public static byte[] Box(string type, params byte[][] payload)
    {
        var content = payload.SelectMany(p => p).ToArray();
        return [.. U32((uint)(8 + content.Length)), .. Encoding.Latin1.GetBytes(type), .. content];
    }

    public static byte[] LargeBox(string type, params byte[][] payload)
    {
        var content = payload.SelectMany(p => p).ToArray();
        return [.. U32(1), .. Encoding.Latin1.GetBytes(type), .. U64((ulong)(16 + content.Length)), .. content];
    }

    public static byte[] FullBox(string type, byte version, uint flags, params byte[][] payload) =>
        Box(type, [U32((uint)version << 24 | flags), .. payload]);

    public static byte[] U16(ushort value) => [(byte)(value >> 8), (byte)value];

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
