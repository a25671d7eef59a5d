using System.Buffers.Binary;
using System.Text;

namespace SoraGuard.Cli.Benchmarks;

/// <summary>A file with the structure of an MP4 and media that is noise, or, sparse, nothing: enough to be signed and validated.</summary>
internal static class BenchmarkClip
{
    private const int ChunkBytes = 1024 * 1024, LargeHeaderBytes = 16;

    public static void Write(string path, long mediaBytes, bool isSparse)
    {
        var fileType = Box("ftyp", [.. "isom"u8, 0, 0, 2, 0, .. "isommp42"u8]);
        var chunks = (int)(mediaBytes / ChunkBytes);
        var movieBytes = Movie(chunks, 0).Length;
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        file.Write(fileType);
        file.Write(Movie(chunks, fileType.Length + movieBytes + LargeHeaderBytes));
        file.Write([0, 0, 0, 1, .. "mdat"u8, .. Number(mediaBytes + LargeHeaderBytes)]);
        if (isSparse)
        {
            file.SetLength(file.Position + mediaBytes);
            return;
        }
        var (noise, random) = (new byte[ChunkBytes], new Random(1));
        for (var left = mediaBytes; left > 0; left -= noise.Length)
        {
            random.NextBytes(noise);
            file.Write(noise.AsSpan(0, (int)Math.Min(noise.Length, left)));
        }
    }

    /// <summary>A movie whose one track has a chunk offset (co64) for each MiB, so that offsets have to be moved.</summary>
    private static byte[] Movie(int chunks, long start)
    {
        byte[] offsets = [0, 0, 0, 0, .. Number(chunks)[4..], .. Enumerable.Range(0, chunks).SelectMany(i => Number(start + (long)i * ChunkBytes))];
        return Box("moov", [.. Box("mvhd", new byte[100]), .. Box("trak", Box("mdia", Box("minf", Box("stbl", Box("co64", offsets)))))]);
    }

    private static byte[] Box(string type, byte[] content) => [.. Number(8 + content.Length)[4..], .. Encoding.ASCII.GetBytes(type), .. content];

    private static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
