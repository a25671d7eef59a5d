using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>Small files with the structure of a movie: enough for everything that looks at boxes and bytes.</summary>
internal static class TestMp4
{
    public static byte[] Ftyp { get; } = Box("ftyp", "isom"u8.ToArray(), U32(512), "isomiso2mp41"u8.ToArray());

    /// <summary>Media whose every byte tells its place, so that a chunk read at a wrong offset is noticed.</summary>
    public static byte[] Media(int bytes) => [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 7 + i / 256))];

    public static byte[] MoovFirst(int mediaBytes = 600)
    {
        var media = Media(mediaBytes);
        var mdatOffset = (uint)(Ftyp.Length + Moov(0, mediaBytes).Length + 8);
        return [.. Ftyp, .. Moov(mdatOffset, mediaBytes), .. Box("mdat", media)];
    }

    public static byte[] MoovLast(int mediaBytes = 600) => [.. Ftyp, .. Box("mdat", Media(mediaBytes)), .. Moov((uint)Ftyp.Length + 8, mediaBytes)];

    /// <summary>Two chunks: the first and the second half of the media.</summary>
    public static byte[] Moov(uint mediaOffset, int mediaBytes) =>
        Movie(FullBox("stco", 0, 0, U32(2), U32(mediaOffset), U32(mediaOffset + (uint)mediaBytes / 2)));

    public static byte[] Movie(params byte[][] sampleTable) =>
        Box("moov", FullBox("mvhd", 0, 0, new byte[96]),
            Box("trak", FullBox("tkhd", 0, 3, new byte[80]), Box("mdia", Box("minf", SelfContainedData(), Box("stbl", sampleTable)))));

    /// <summary>Every kind of box with offsets, all to the media: chunks of 32 and 64 bits, auxiliary data, items, fragments and their index.</summary>
    public static byte[] WithEveryTable()
    {
        var media = Media(64);
        byte[] Make(uint at) =>
        [
            .. Ftyp,
            .. Movie(FullBox("stco", 0, 0, U32(1), U32(at)), FullBox("co64", 0, 0, U32(1), U64(at)), FullBox("saio", 0, 0, U32(1), U32(at))),
            .. FullBox("meta", 0, 0, FullBox("hdlr", 0, 0, new byte[20]), FullBox("iloc", 0, 0, [0x44, 0x00], U16(1), U16(1), U16(0), U16(1), U32(at), U32(4))),
            .. Box("mdat", media),
        ];
        var file = Make((uint)(Make(0).Length - media.Length));
        var fragment = (uint)file.Length;
        byte[] moof = Box("moof", FullBox("mfhd", 0, 0, U32(1)), Box("traf", FullBox("tfhd", 0, 1, U32(1), U64(fragment)), FullBox("trun", 0, 1, U32(1), U32(8))));
        return [.. file, .. moof, .. Box("mdat", media), .. Box("mfra", FullBox("tfra", 0, 0, U32(1), U32(0), U32(1), U32(0), U32(fragment), [1, 1, 1]), FullBox("mfro", 0, 0, U32(0)))];
    }

    /// <summary>Fragments of one track in one file.</summary>
    public static byte[] Fragmented(int fragments) =>
    [
        .. Ftyp, .. Box("moov", FullBox("mvhd", 0, 0, new byte[96])),
        .. Enumerable.Range(1, fragments).SelectMany(n => (byte[])
            [.. Box("moof", FullBox("mfhd", 0, 0, U32((uint)n)), Box("traf", FullBox("tfhd", 0, 0x020000, U32(1)))), .. Box("mdat", Media(40 + n))]),
    ];

    private static byte[] SelfContainedData() => Box("dinf", FullBox("dref", 0, 0, U32(1), FullBox("url ", 0, 1)));
}
