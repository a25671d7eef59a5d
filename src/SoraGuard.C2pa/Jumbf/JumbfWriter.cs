using System.Buffers.Binary;
using System.Text;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Jumbf;

/// <summary>Writes what <see cref="JumbfReader"/> reads. Sizes have 32 bits: a store is far below 4 GB.</summary>
internal static class JumbfWriter
{
    private static readonly FourCc Jumb = new("jumb");
    private static readonly FourCc Jumd = new("jumd");
    private static readonly FourCc Salt = new("c2sh");

    /// <summary>
    /// The contents are whole boxes. The salt, of 16 or 32 bytes, keeps the hash of the box from being guessed once the box is
    /// redacted (C2PA 2.2 §8.4.2.3); empty for none.
    /// </summary>
    public static byte[] Superbox(JumbfType type, string label, ReadOnlySpan<byte> salt, params ReadOnlySpan<ReadOnlyMemory<byte>> contents)
    {
        var description = new List<byte>(type.Value.ToByteArray(bigEndian: true)) { salt.IsEmpty ? (byte)0x03 : (byte)0x13 };
        description.AddRange(Encoding.UTF8.GetBytes(label));
        description.Add(0);
        if (!salt.IsEmpty)
            description.AddRange(Box(Salt, salt));
        var content = new MemoryStream();
        content.Write(Box(Jumd, [.. description]));
        foreach (var box in contents)
            content.Write(box.Span);
        return Box(Jumb, content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    public static byte[] Box(FourCc type, ReadOnlySpan<byte> content)
    {
        var box = new byte[checked(JumbfReader.HeaderBytes + content.Length)];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        BinaryPrimitives.WriteUInt32BigEndian(box.AsSpan(4), type.Value);
        content.CopyTo(box.AsSpan(JumbfReader.HeaderBytes));
        return box;
    }
}
