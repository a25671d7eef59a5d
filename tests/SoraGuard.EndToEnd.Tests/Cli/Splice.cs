using System.Buffers.Binary;

namespace SoraGuard.EndToEnd.Tests.Cli;

/// <summary>Moves the manifest store of one MP4 into another, as a forger would.</summary>
internal static class Splice
{
    public static async Task ManifestOfAsync(string donor, string victim, string output)
    {
        var (from, into) = (await File.ReadAllBytesAsync(donor), await File.ReadAllBytesAsync(victim));
        var (a, b) = (Store(from), Store(into));
        await File.WriteAllBytesAsync(output, [.. into[..b.Start], .. from[a.Start..a.End], .. into[b.End..]]);
    }

    /// <summary>The first top-level 'uuid' box.</summary>
    private static (int Start, int End) Store(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var size = (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (file.AsSpan(at + 4, 4).SequenceEqual("uuid"u8)) return (at, at + size);
            at += size;
        }
        throw new InvalidDataException("no uuid box");
    }
}
