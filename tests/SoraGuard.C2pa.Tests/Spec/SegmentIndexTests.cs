using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Tests.Support;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>ISO/IEC 14496-12 §8.16.3: after C2PA boxes are put in between, every reference of an index covers the segment it covered.</summary>
public class SegmentIndexTests
{
    private static readonly byte[][] Segments = [Box("moof", Box("mfhd", new byte[12])), Box("mdat", new byte[30]), Box("moof", Box("mfhd", new byte[32])), Box("mdat", new byte[50])];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Store_BeforeTheIndex_LeavesItAsItIs(byte version)
    {
        var index = Index(version, firstOffset: 0, (28 + 38, 0), (48 + 58, 1));

        var signed = Development.Sign([.. TestMp4.Ftyp, .. Box("free"), .. index, .. Segments.SelectMany(s => s)]);

        Assert.True(signed.AsSpan().IndexOf(index) > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void RoomBeforeSegments_IsPartOfThem(byte version)
    {
        byte[] free = Box("free", new byte[4]);
        var file = BmffReader.Read(new MemoryStream([.. TestMp4.Ftyp, .. Index(version, 12, (28 + 38, 0), (48 + 58, 1)), .. free, .. Segments.SelectMany(s => s)]));
        var moofs = file.Boxes.Where(b => b.Type == BoxTypes.Moof).ToList();

        var layout = FileLayout.WithStore(file, 1000, [new Insertion(moofs[0], 100), new Insertion(moofs[1], 200), new Insertion(null, 7)]);
        var rewritten = SegmentIndex.Rewrite(file, file.Boxes[1], layout);

        Assert.Equal(Index(version, 12, (100 + 28 + 38, 0), (200 + 48 + 58, 1)), rewritten);
        Assert.Equal(file.Boxes[^1].End + 1307, layout.Length);
    }

    [Fact]
    public void WhatWasTakenOut_IsNoLongerCounted()
    {
        byte[] proof = Box("uuid", BoxTypes.C2pa.ToByteArray(bigEndian: true), U32(0), "merkle\0"u8.ToArray(), [0xA0]);
        var file = BmffReader.Read(new MemoryStream([
            .. TestMp4.Ftyp, .. Index(0, 0, (proof.Length + 28 + 38, 0), (proof.Length + 48 + 58, 1)), .. proof, .. Segments[0], .. Segments[1], .. proof, .. Segments[2], .. Segments[3]]));

        var rewritten = SegmentIndex.Rewrite(file, file.Boxes[1], FileLayout.WithStore(file, 1000, []));

        Assert.Equal(Index(0, 0, (28 + 38, 0), (48 + 58, 1)), rewritten);
    }

    [Fact]
    public void SegmentsOutsideTheFile_KeepTheirDistance()
    {
        var index = Index(0, 0, (28 + 38, 0), (5000, 1), (6000, 1));
        var file = BmffReader.Read(new MemoryStream([.. TestMp4.Ftyp, .. index, .. Segments[0], .. Segments[1]]));

        var rewritten = SegmentIndex.Rewrite(file, file.Boxes[1], FileLayout.WithStore(file, 1000, [new Insertion(file.Boxes[2], 10)]));

        Assert.Equal(Index(0, 0, (10 + 28 + 38, 0), (5000, 1), (6000, 1)), rewritten);
    }

    [Fact]
    public void SegmentThatGrowsBeyondItsField_IsRefused()
    {
        var file = BmffReader.Read(new MemoryStream([.. TestMp4.Ftyp, .. Index(0, 0, (28 + 38, 0)), .. Segments[0], .. Segments[1]]));
        var layout = FileLayout.WithStore(file, 1000, [new Insertion(file.Boxes[2], int.MaxValue)]);

        var error = Assert.Throws<C2paFormatException>(() => SegmentIndex.Rewrite(file, file.Boxes[1], layout));

        Assert.Equal("/sidx", error.BoxPath);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(40)]
    public void IndexThatEndsInsideAField_IsRefused(int payloadBytes)
    {
        var index = Box("sidx", Index(0, 0, (28, 0), (38, 0))[8..(8 + payloadBytes)]);

        var error = Assert.Throws<C2paFormatException>(() => Development.Sign([.. TestMp4.Ftyp, .. index, .. Segments[0], .. Segments[1]]));

        Assert.Equal("/sidx", error.BoxPath);
    }

    private static byte[] Index(byte version, uint firstOffset, params (int Bytes, int Type)[] references) => FullBox("sidx", version, 0,
        U32(1), U32(1000), version == 0 ? U32(0) : U64(0), version == 0 ? U32(firstOffset) : U64(firstOffset), U16(0), U16((ushort)references.Length),
        [.. references.SelectMany(r => (byte[])[.. U32((uint)r.Type << 31 | (uint)r.Bytes), .. U32(1000), .. U32(0x90000000)])]);
}
