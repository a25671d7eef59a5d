using System.Text;

namespace SoraGuard.Pipeline.Release;

/// <summary>How a file is read.</summary>
internal enum FileKind
{
    /// <summary>Whatever the decoders make of it.</summary>
    Other,

    /// <summary>MP4, MOV and their kin.</summary>
    Bmff,

    /// <summary>JPEG, PNG, HEIC or AVIF: no marks of videos are looked for.</summary>
    StillImage,

    /// <summary>A manifest store without the file it speaks of.</summary>
    ManifestStore,
}

/// <summary>Looks at raw bytes, before and instead of a walk over boxes.</summary>
internal static class ManifestScan
{
    private const int Block = 1 << 16;

    // A box begins with its size and its type; the major brand of 'ftyp' follows (ISO/IEC 14496-12 §4.2, §4.3).
    private const int TypeEnd = 8;
    private const int BrandEnd = 12;

    // Of still images alone (ISO/IEC 23008-12 §10, AV1 Image File Format §6): sequences are videos.
    private static readonly HashSet<string> ImageBrands = ["mif1", "mif2", "heic", "heix", "heim", "heis", "avif"];

    private static ReadOnlySpan<byte> JpegStart => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // The extended type of C2PA's uuid box, C2PA 2.2 §A.5.1, and the JUMBF type of a manifest store, §11.1.4.1.
    private static readonly byte[][] StoreTypes = [Convert.FromHexString("D8FEC3D61B0E483C92975828877EC481"), Convert.FromHexString("6332706100110010800000AA00389B71")];
    private static readonly byte[] MovieType = "moov"u8.ToArray();

    /// <summary>
    /// By the first bytes. MP4 begins with a box 'ftyp', QuickTime may begin with any of the others: the same ones that the decoders take, or a file could
    /// play and hide its manifest. A brand is a word that any video may carry, so what holds a movie is no still image. Leaves the file anywhere.
    /// </summary>
    public static FileKind KindOf(Stream file, CancellationToken cancellation)
    {
        Span<byte> head = stackalloc byte[BrandEnd];
        file.Position = 0;
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (head[..read].StartsWith(JpegStart) || head[..read].StartsWith(PngStart)) return FileKind.StillImage;
        return read < TypeEnd ? FileKind.Other : Encoding.ASCII.GetString(head[4..TypeEnd]) switch
        {
            "ftyp" when read == BrandEnd && ImageBrands.Contains(Encoding.ASCII.GetString(head[TypeEnd..])) && !Holds(file, [MovieType], cancellation) => FileKind.StillImage,
            "ftyp" or "moov" or "mdat" or "wide" or "free" => FileKind.Bmff,
            "jumb" => FileKind.ManifestStore,
            _ => FileKind.Other,
        };
    }

    /// <summary>Whether the type of a C2PA box or manifest store stands anywhere in the file.</summary>
    public static bool HoldsStore(Stream file, CancellationToken cancellation) => Holds(file, StoreTypes, cancellation);

    private static bool Holds(Stream file, byte[][] types, CancellationToken cancellation)
    {
        var longest = types.Max(t => t.Length);
        file.Position = 0;
        var window = new byte[Block + longest - 1];
        var kept = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = file.Read(window, kept, window.Length - kept);
            if (read == 0) return false;
            var filled = window.AsSpan(0, kept + read);
            foreach (var type in types)
                if (filled.IndexOf(type) >= 0) return true;
            kept = Math.Min(longest - 1, filled.Length);
            filled[^kept..].CopyTo(window);
        }
    }
}
