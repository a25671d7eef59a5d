using System.Buffers.Binary;
using System.Text;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Rearranges the boxes of MP4 files, as a forger would.</summary>
internal static class Splice
{
    private const int HeaderBytes = 8, FullBoxBytes = 4, OffsetBytes = 4;

    /// <summary>Moves the manifest store of one file into another.</summary>
    public static async Task ManifestOfAsync(string donor, string victim, string output)
    {
        var (from, into) = (await File.ReadAllBytesAsync(donor), await File.ReadAllBytesAsync(victim));
        var (a, b) = (Find(from, "uuid"), Find(into, "uuid"));
        await File.WriteAllBytesAsync(output, [.. into[..b.Start], .. from[a.Start..a.End], .. into[b.End..]]);
    }

    /// <summary>Adds an empty box of some type at the end.</summary>
    public static async Task AppendBoxAsync(string victim, string type, string output) =>
        await File.WriteAllBytesAsync(output, [.. await File.ReadAllBytesAsync(victim), .. EmptyBox(type)]);

    /// <summary>Puts an empty box of some type first, and moves the chunk offsets (stco) so that the file still plays.</summary>
    public static async Task PrependBoxAsync(string victim, string type, string output)
    {
        var file = await File.ReadAllBytesAsync(victim);
        var (start, end) = Find(file, "moov");
        var table = file.AsSpan(start, end - start);
        for (var at = table.IndexOf("stco"u8); at >= 0; at = table.IndexOf("stco"u8))
        {
            var count = BinaryPrimitives.ReadInt32BigEndian(table[(at + 4 + FullBoxBytes)..]);
            table = table[(at + 4 + FullBoxBytes + 4)..];
            for (var i = 0; i < count; i++)
            {
                var offset = table[(i * OffsetBytes)..];
                BinaryPrimitives.WriteUInt32BigEndian(offset, BinaryPrimitives.ReadUInt32BigEndian(offset) + HeaderBytes);
            }
        }
        await File.WriteAllBytesAsync(output, [.. EmptyBox(type), .. file]);
    }

    private static byte[] EmptyBox(string type) => [0, 0, 0, HeaderBytes, .. Encoding.ASCII.GetBytes(type)];

    /// <summary>The first top-level box of a type.</summary>
    private static (int Start, int End) Find(byte[] file, string type)
    {
        for (var at = 0; at < file.Length;)
        {
            var size = (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (Encoding.ASCII.GetString(file, at + 4, 4) == type) return (at, at + size);
            at += size;
        }
        throw new InvalidDataException($"no {type} box");
    }
}
