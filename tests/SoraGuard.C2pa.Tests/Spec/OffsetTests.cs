using System.Buffers.Binary;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Tests.Support;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §A.5.9: after the manifest is put in, every absolute offset still points to the byte it pointed to.</summary>
public class OffsetTests
{
    private static readonly byte[] Marker = "the byte that the offset points to"u8.ToArray();

    [Fact]
    public void Sign_ChunkOffsets32_StillPointToTheirChunks() =>
        AssertFollows(o => TestMp4.Movie(FullBox("stco", 0, 0, U32(2), U32(o), U32(o))), "/moov/trak/mdia/minf/stbl/stco", 8, 12);

    [Fact]
    public void Sign_ChunkOffsets64_StillPointToTheirChunks() =>
        AssertFollows(o => TestMp4.Movie(FullBox("co64", 0, 0, U32(1), U64(o))), "/moov/trak/mdia/minf/stbl/co64", 8);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void Sign_AuxiliaryInformationOffsets_StillPointThere(byte version, uint flags) => AssertFollows(
        o => TestMp4.Movie(FullBox("saio", version, flags, flags == 1 ? [.. "cenc"u8, 0, 0, 0, 0] : [], U32(1), version == 0 ? U32(o) : U64(o))),
        "/moov/trak/mdia/minf/stbl/saio", flags == 1 ? 16 : 8);

    [Fact]
    public void Sign_FragmentBaseOffset_StillPointsThere() => AssertFollows(
        o => Box("moof", FullBox("mfhd", 0, 0, U32(1)), Box("traf", FullBox("tfhd", 0, 1, U32(1), U64(o)))), "/moof/traf/tfhd", 8);

    [Fact]
    public void Sign_FragmentWithoutBaseOffset_StaysAsItIs()
    {
        var moof = Box("moof", Box("traf", FullBox("tfhd", 0, 0x020000, U32(1)), FullBox("saio", 0, 0, U32(1), U32(24))));

        var signed = Development.Sign([.. TestMp4.Ftyp, .. moof, .. Box("mdat", Marker)]);

        Assert.True(signed.AsSpan().IndexOf(moof) > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Sign_RandomAccessOffsets_StillPointThere(byte version)
    {
        // Sizes 0b11_01_10: traf number of 4 bytes, trun number of 2, sample number of 3.
        byte[] Entry(uint o) => [.. version == 0 ? U32(5) : U64(5), .. version == 0 ? U32(o) : U64(o), .. new byte[9]];
        var width = version == 0 ? 4 : 8;
        AssertFollows(o => Box("mfra", FullBox("tfra", version, 0, U32(1), U32(0b110110), U32(2), Entry(o), Entry(o))), "/mfra/tfra", 16 + width,
            16 + width + 2 * width + 9);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 8)]
    [InlineData(2, 4)]
    public void Sign_ItemLocationsWithBaseOffset_StillPointThere(byte version, int baseBytes)
    {
        byte[] Number(uint value) => baseBytes == 8 ? U64(value) : U32(value);
        byte[] Item(uint o) =>
            [.. version < 2 ? U16(1) : U32(1), .. version == 0 ? [] : U16(0), .. U16(0), .. Number(o), .. U16(1), .. U32(0), .. U32(4)];
        byte[] Iloc(uint o) => FullBox("meta", 0, 0, FullBox("hdlr", 0, 0, new byte[20]),
            FullBox("iloc", version, 0, [0x44, (byte)(baseBytes << 4)], version < 2 ? U16(1) : U32(1), Item(o)));
        AssertFollows(Iloc, "/meta/iloc", version switch { 0 => 4 + 2 + 2 + 4, 1 => 4 + 2 + 2 + 6, _ => 4 + 2 + 4 + 8 });
    }

    [Fact]
    public void Sign_ItemLocationsWithoutBaseOffset_MoveEachExtent()
    {
        byte[] Iloc(uint o) => FullBox("meta", 0, 0, FullBox("hdlr", 0, 0, new byte[20]),
            FullBox("iloc", 0, 0, [0x44, 0x00], U16(1), U16(1), U16(0), U16(2), U32(o), U32(4), U32(o), U32(4)));
        AssertFollows(Iloc, "/meta/iloc", 4 + 2 + 2 + 6, 4 + 2 + 2 + 6 + 8);
    }

    [Theory]
    [InlineData("stco", 0x7FFFFFFFu)]
    [InlineData("stco", 0xFFFFFFFFu)]
    [InlineData("co64", 0x7FFFFFFFu)]
    public void Sign_TableLargerThanItsBox_Throws(string type, uint count)
    {
        var error = Assert.Throws<C2paFormatException>(() => Development.Sign([.. TestMp4.Ftyp, .. TestMp4.Movie(FullBox(type, 0, 0, U32(count), U32(0)))]));

        Assert.EndsWith(type, error.BoxPath, StringComparison.Ordinal);
    }

    [Fact]
    public void Sign_OffsetPastTheEnd_Throws() =>
        Assert.Throws<C2paFormatException>(() => Development.Sign([.. TestMp4.Ftyp, .. TestMp4.Movie(FullBox("stco", 0, 0, U32(1), U32(100_000)))]));

    [Fact]
    public void Sign_MediaOutsideTheFile_IsRefused()
    {
        var external = Box("moov",
            Box("trak", Box("mdia", Box("minf", Box("dinf", FullBox("dref", 0, 0, U32(1), FullBox("url ", 0, 0, "file.mp4\0"u8.ToArray())))))));

        var error = Assert.Throws<C2paFormatException>(() => Development.Sign([.. TestMp4.Ftyp, .. external]));

        Assert.Contains("outside itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sign_CompressedMovie_IsRefused() =>
        Assert.Throws<C2paFormatException>(() => Development.Sign([.. TestMp4.Ftyp, .. Box("moov", Box("cmov", new byte[8]))]));

    /// <param name="boxWithOffset">The box under test, given the offset of the marker.</param>
    /// <param name="path">Where that box comes to stand.</param>
    /// <param name="fields">Where in its payload the offsets are.</param>
    private static void AssertFollows(Func<uint, byte[]> boxWithOffset, string path, params int[] fields)
    {
        var markerOffset = (uint)(TestMp4.Ftyp.Length + boxWithOffset(0).Length + 8);
        byte[] file = [.. TestMp4.Ftyp, .. boxWithOffset(markerOffset), .. Box("mdat", Marker)];

        var signed = Development.Sign(file);

        using var stream = new MemoryStream(signed);
        var box = BmffPath.Parse(path).Match(BmffReader.Read(stream)).Single();
        Assert.All(fields, field =>
        {
            var at = (int)box.PayloadOffset + field;
            var is64 = signed.AsSpan(at, 4).SequenceEqual(new byte[4]);
            var offset = is64 ? BinaryPrimitives.ReadUInt64BigEndian(signed.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(signed.AsSpan(at));
            Assert.Equal(Marker, signed[(int)offset..((int)offset + Marker.Length)]);
        });
    }
}
