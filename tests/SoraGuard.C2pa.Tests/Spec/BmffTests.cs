using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Tests.Support;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>ISO/IEC 14496-12 §4.2.</summary>
public class BmffTests
{
    [Fact]
    public void Read_Movie_GivesTheTreeWithPaths()
    {
        var file = Read(TestMp4.MoovFirst());

        Assert.Equal(["ftyp", "moov", "mdat"], file.Boxes.Select(b => b.Type.ToString()));
        var stco = Assert.Single(BmffPath.Parse("/moov/trak/mdia/minf/stbl/stco").Match(file));
        Assert.Equal("/moov/trak/mdia/minf/stbl/stco", stco.Path);
        Assert.Equal(24, stco.Size);
    }

    [Fact]
    public void Read_LargeSize_AndSizeToTheEnd()
    {
        byte[] open = [.. Box("mdat"), 1, 2, 3];
        open[3] = 0;

        var file = Read([.. TestMp4.Ftyp, .. LargeBox("free", new byte[5]), .. open]);

        Assert.Equal((16, 21L), (file.Boxes[1].HeaderBytes, file.Boxes[1].Size));
        Assert.Equal(11, file.Boxes[2].Size);
    }

    [Theory]
    [InlineData("0000000066747970", true)] // ftyp to the end
    [InlineData("", false)]
    [InlineData("00000008667479", false)] // cut header
    [InlineData("0000000766747970", false)] // shorter than its header
    [InlineData("0000000966747970", false)] // longer than the file
    [InlineData("00000001667479700000000000000010", true)] // 64-bit size
    [InlineData("0000000166747970000000000000000f", false)]
    [InlineData("00000001667479700000000000000011", false)]
    [InlineData("00000001667479708000000000000010", false)]
    [InlineData("0000000166747970ffffffffffffffff", false)]
    [InlineData("00000001667479700000", false)]
    [InlineData("00000017757569640000000000000000000000000000000000", false)] // uuid shorter than its type
    [InlineData("000000086674797000000008", false)] // cut second header
    [InlineData("0000000866747970000000", false)]
    [InlineData("00000008667479700000001c6d6f6f760000000c7472616b0000000000000000", false)] // child longer than what is left
    [InlineData("0000000866747970000000106d6f6f76000000007472616b", false)] // open size inside a box
    [InlineData("ffd8ffe000104a464946", false)] // JPEG
    public void Read_Sizes(string hex, bool isAccepted)
    {
        var error = Record.Exception(() => Read(Convert.FromHexString(hex)));

        if (isAccepted)
            Assert.Null(error);
        else
            Assert.IsType<C2paFormatException>(error);
    }

    [Fact]
    public void Read_Error_SaysWhereAndInWhichBox()
    {
        byte[] file = [.. TestMp4.Ftyp, .. Box("moov", Box("trak", [0, 0, 0, 99, .. "mdia"u8, 0]))];

        var error = Assert.Throws<C2paFormatException>(() => Read(file));

        Assert.Equal("/moov/trak", error.BoxPath);
        Assert.Equal(TestMp4.Ftyp.Length + 16, error.Offset);
    }

    [Theory]
    [InlineData(BmffLimits.MaxDepth, true)]
    [InlineData(BmffLimits.MaxDepth + 1, false)]
    public void Read_NestedBoxes_UpToTheLimit(int depth, bool isAccepted)
    {
        var nested = Box("moov", Box("free")); // the free box is one level deeper
        for (var i = 0; i < depth - 2; i++)
            nested = Box("moov", nested);

        Assert.Equal(isAccepted, Record.Exception(() => Read(nested)) is null);
    }

    [Theory]
    [InlineData(BmffLimits.MaxBoxes, true)]
    [InlineData(BmffLimits.MaxBoxes + 1, false)]
    public void Read_Boxes_UpToTheLimit(int boxes, bool isAccepted)
    {
        var file = new byte[8 * boxes];
        var free = Box("free");
        for (var i = 0; i < boxes; i++)
            free.CopyTo(file, 8 * i);

        Assert.Equal(isAccepted, Record.Exception(() => Read(file)) is null);
    }

    [Fact]
    public void Read_MetaOfIsoAndOfQuickTime_AreBothUnderstood()
    {
        var hdlr = FullBox("hdlr", 0, 0, new byte[20]);

        Assert.Equal("hdlr", Read([.. TestMp4.Ftyp, .. FullBox("meta", 0, 0, hdlr)]).Boxes[1].Children[0].Type.ToString());
        Assert.Equal("hdlr", Read([.. TestMp4.Ftyp, .. Box("meta", hdlr)]).Boxes[1].Children[0].Type.ToString());
        Assert.Empty(Read([.. TestMp4.Ftyp, .. Box("meta", [1, 2])]).Boxes[1].Children);
    }

    [Fact]
    public void Read_UserDataThatIsNoBoxes_IsTakenAsItIs_UpToTheLimit()
    {
        var odd = Box("udta", [1, 2, 3, 4, 5, 6, 7, 8, 9]);

        Assert.Empty(Read([.. TestMp4.Ftyp, .. Box("moov", odd)]).Boxes[1].Children[0].Children);
        Assert.Null(Record.Exception(() => Read([.. TestMp4.Ftyp, .. Enumerable.Repeat(odd, BmffLimits.MaxOpaqueUserData).SelectMany(b => b)])));
        Assert.Throws<C2paFormatException>(() => Read([.. TestMp4.Ftyp, .. Enumerable.Repeat(odd, BmffLimits.MaxOpaqueUserData + 1).SelectMany(b => b)]));
    }

    [Fact]
    public void Read_ZerosAtTheEndOfUserData_AreItsTerminator() =>
        Assert.Single(Read([.. TestMp4.Ftyp, .. Box("udta", Box("name"), [0, 0, 0, 0])]).Boxes[1].Children);

    [Fact]
    public void Read_StreamThatCannotSeek_IsTheCallersMistake() =>
        Assert.Throws<ArgumentException>(() =>
            BmffReader.Read(new System.IO.Compression.DeflateStream(Stream.Null, System.IO.Compression.CompressionMode.Decompress)));

    [Theory]
    [InlineData("/moov/trak", 2)]
    [InlineData("/moov/trak[1]", 1)]
    [InlineData("/moov/trak[2]", 1)]
    [InlineData("/moov/trak[3]", 0)]
    [InlineData("/moov[1]/trak[2]", 1)]
    [InlineData("/trak", 0)]
    [InlineData("/moov/mvhd/trak", 0)]
    public void Path_Match(string path, int matches) =>
        Assert.Equal(matches, BmffPath.Parse(path).Match(Read([.. TestMp4.Ftyp, .. Box("moov", Box("mvhd"), Box("trak"), Box("trak"))])).Count());

    [Theory]
    [InlineData("")]
    [InlineData("moov")]
    [InlineData("/")]
    [InlineData("/moov/")]
    [InlineData("/moo")]
    [InlineData("/moovs")]
    [InlineData("/moov[0]")]
    [InlineData("/moov[-1]")]
    [InlineData("/moov[1")]
    [InlineData("/moov[]")]
    [InlineData("/moov[99999999999]")]
    [InlineData("/moo→")]
    [InlineData("//moov")]
    [InlineData("/mo/v")]
    public void Path_OfAnotherForm_Throws(string path) => Assert.Throws<C2paFormatException>(() => BmffPath.Parse(path));

    [Fact]
    public void Path_DeeperThanAnyFile_Throws() =>
        Assert.Throws<C2paFormatException>(() => BmffPath.Parse(string.Concat(Enumerable.Repeat("/moov", BmffLimits.MaxDepth + 1))));

    private static BmffFile Read(byte[] file) => BmffReader.Read(new MemoryStream(file));
}
