using System.Buffers.Binary;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §A.5.9: where the manifest pushes media past 4 GiB, 32-bit offsets become 64-bit ones.</summary>
public class WideOffsetTests
{
    /// <summary>Stands in for a manifest of 4 GiB: what lies behind it is pushed past the limit without 4 GiB of media.</summary>
    private const long InsertedBytes = 1L << 32;

    private static readonly byte[] Marker = "the byte that the offset points to"u8.ToArray();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ChunkOffsets_BecomeCo64_WhereverTheMovieStands(bool moovFirst)
    {
        var file = Place(o => TestMp4.Movie(FullBox("stco", 0, 0, U32(3), U32(o), U32(o), U32(o))), moovFirst);

        var (copied, boxes) = Copy(file);

        var table = boxes.All().Single(b => b.Type == BoxTypes.Co64);
        Assert.DoesNotContain(boxes.All(), b => b.Type == BoxTypes.Stco);
        Assert.Equal(8 + 4 + 4 + 3 * 8, table.Size);
        Assert.Equal(3u, BinaryPrimitives.ReadUInt32BigEndian(Read(copied, table.PayloadOffset + 4, 4)));
        for (var i = 0; i < 3; i++)
            AssertMarkerAt(copied, table.PayloadOffset + 8 + 8 * i);
        Assert.Equal(file.Length + InsertedBytes + 3 * 4, copied.Length);
        Assert.Equal(copied.Length, boxes.Boxes[^1].End);
    }

    [Fact]
    public void EveryTableAndEveryBoxAroundIt_GrowsTogether()
    {
        // A large header, several tracks, a table of none and one of 64 bits already; the auxiliary table is of version 0 with its type.
        byte[] Track(params byte[][] table) => Box("trak", Box("mdia", Box("minf", Box("stbl", table))));
        byte[] Movie(uint o) => LargeBox("moov", FullBox("mvhd", 0, 0, new byte[96]),
            Track(FullBox("stco", 0, 0, U32(1), U32(o))),
            Track(FullBox("stco", 0, 0, U32(0))),
            Track(FullBox("co64", 0, 0, U32(1), U64(o))),
            Track(FullBox("stsz", 0, 0, new byte[8]), FullBox("stco", 0, 0, U32(2), U32(o), U32(o)), FullBox("saio", 0, 1, "cenc"u8.ToArray(), U32(0), U32(1), U32(o))));

        var (copied, boxes) = Copy(Place(Movie, moovFirst: true));

        var tables = boxes.All().Where(b => b.Type == BoxTypes.Co64).ToList();
        Assert.Equal([8 + 8 + 8, 8 + 8 + 8, 8 + 8 + 16], tables.Select(t => (int)t.Size));
        Assert.All(tables, t => AssertMarkerAt(copied, t.PayloadOffset + 8));
        AssertMarkerAt(copied, tables[2].PayloadOffset + 16);
        var auxiliary = boxes.All().Single(b => b.Type == BoxTypes.Saio);
        Assert.Equal([1, 0, 0, 1], Read(copied, auxiliary.PayloadOffset, 4));
        AssertMarkerAt(copied, auxiliary.PayloadOffset + 16);
    }

    [Fact]
    public void OffsetIntoTheGrowingMovie_StillPointsThere()
    {
        // Auxiliary information may lie in the movie, behind the tables ('senc' of a protected track).
        byte[] Movie(uint media, uint auxiliary) => TestMp4.Movie(
            FullBox("stco", 0, 0, U32(2), U32(media), U32(media)), FullBox("saio", 0, 0, U32(1), U32(auxiliary)), Box("senc", Marker));
        var movie = Movie(0, 0);
        var (media, auxiliary) = (TestMp4.Ftyp.Length + movie.Length + 8, TestMp4.Ftyp.Length + movie.AsSpan().IndexOf(Marker));

        var (copied, boxes) = Copy([.. TestMp4.Ftyp, .. Movie((uint)media, (uint)auxiliary), .. Box("mdat", Marker)]);

        AssertMarkerAt(copied, boxes.All().Single(b => b.Type == BoxTypes.Co64).PayloadOffset + 8);
        var table = boxes.All().Single(b => b.Type == BoxTypes.Saio);
        AssertMarkerAt(copied, table.PayloadOffset + 8);
        Assert.Equal((ulong)boxes.All().Single(b => b.Type.ToString() == "senc").PayloadOffset, BinaryPrimitives.ReadUInt64BigEndian(Read(copied, table.PayloadOffset + 8, 8)));
    }

    [Fact]
    public void MovieThatJustFits_IsTippedOverByItsOwnGrowth()
    {
        // The marker would be the last byte below 4 GiB, were it not for the table in front of it, which the other chunk makes wide.
        byte[] Movie(uint o) => TestMp4.Movie(FullBox("stco", 0, 0, U32(2), U32(o), U32(o + (uint)Marker.Length)));
        var file = Place(Movie, moovFirst: true, [.. Marker, .. Marker]);
        var marker = TestMp4.Ftyp.Length + Movie(0).Length + 8;

        var (copied, boxes) = Copy(file, insertedBytes: uint.MaxValue - marker);

        var table = boxes.All().Single(b => b.Type == BoxTypes.Co64);
        AssertMarkerAt(copied, table.PayloadOffset + 8);
        AssertMarkerAt(copied, table.PayloadOffset + 16);
        Assert.Equal(uint.MaxValue + 8L, (long)BinaryPrimitives.ReadUInt64BigEndian(Read(copied, table.PayloadOffset + 8, 8)));
    }

    [Fact]
    public void OffsetsThatStayBelow_StayAsTheyAre()
    {
        var file = Place(o => TestMp4.Movie(FullBox("stco", 0, 0, U32(1), U32(o))), moovFirst: true);
        var marker = file.AsSpan().IndexOf(Marker);

        var (_, boxes) = Copy(file, insertedBytes: uint.MaxValue - marker);

        Assert.Single(boxes.All(), b => b.Type == BoxTypes.Stco);
        Assert.True(boxes.Boxes[^1].End > uint.MaxValue);
    }

    [Fact]
    public void FieldsThatCannotBeWidened_AreRefusedWithTheirPlace()
    {
        byte[] Index(uint o) => Box("mfra", FullBox("tfra", 0, 0, U32(1), U32(0), U32(1), U32(0), U32(o), [1, 1, 1]));
        byte[] Items(uint o) => FullBox("meta", 0, 0, FullBox("hdlr", 0, 0, new byte[20]), FullBox("iloc", 0, 0, [0x44, 0x00], U16(1), U16(1), U16(0), U16(1), U32(o), U32(4)));

        Assert.Equal("/mfra/tfra", Assert.Throws<C2paFormatException>(() => Copy(Place(Index, moovFirst: true))).BoxPath);
        var error = Assert.Throws<C2paFormatException>(() => Copy(Place(Items, moovFirst: true)));
        Assert.Equal("/meta/iloc", error.BoxPath);
        Assert.Contains("64-bit", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Place(Func<uint, byte[]> boxWithOffset, bool moovFirst, byte[]? media = null)
    {
        var mdat = Box("mdat", media ?? Marker);
        return moovFirst
            ? [.. TestMp4.Ftyp, .. boxWithOffset((uint)(TestMp4.Ftyp.Length + boxWithOffset(0).Length + 8)), .. mdat]
            : [.. TestMp4.Ftyp, .. mdat, .. boxWithOffset((uint)TestMp4.Ftyp.Length + 8)];
    }

    /// <summary>With a free box in the room that is left.</summary>
    private static (SparseStream Copied, BmffFile Boxes) Copy(byte[] file, long insertedBytes = InsertedBytes)
    {
        var source = BmffReader.Read(new MemoryStream(file));
        var layout = FileLayout.WithStore(source, insertedBytes, []);
        var copied = new SparseStream();
        using var binding = new FlatBinding();
        using var copier = new MediaCopier(source, copied, layout, binding);
        copier.Copy(CancellationToken.None);
        copied.Position = layout.InsertOffsets[0];
        copied.Write([.. U32(1), .. "free"u8, .. U64((ulong)insertedBytes)]);
        Assert.Equal(layout.Length, copied.Length);
        return (copied, BmffReader.Read(copied));
    }

    private static void AssertMarkerAt(SparseStream file, long offsetField) =>
        Assert.Equal(Marker, Read(file, (long)BinaryPrimitives.ReadUInt64BigEndian(Read(file, offsetField, 8)), Marker.Length));

    private static byte[] Read(SparseStream file, long offset, int bytes)
    {
        var buffer = new byte[bytes];
        file.Position = offset;
        file.ReadExactly(buffer);
        return buffer;
    }
}
