using SoraGuard.Pipeline.Release;

namespace SoraGuard.Pipeline.Tests.Release;

/// <summary>No file that the decoders play may pass as one that cannot carry a manifest.</summary>
public sealed class ManifestScanTests
{
    private static readonly byte[] UserType = Convert.FromHexString("D8FEC3D61B0E483C92975828877EC481");

    [Theory]
    [InlineData("ftyp", FileKind.Bmff)]
    [InlineData("moov", FileKind.Bmff)]
    [InlineData("mdat", FileKind.Bmff)]
    [InlineData("wide", FileKind.Bmff)]
    [InlineData("free", FileKind.Bmff)]
    [InlineData("jumb", FileKind.ManifestStore)]
    [InlineData("text", FileKind.Other)]
    public void What_the_decoders_take_for_MP4_or_MOV_is_walked(string type, object kind) =>
        Assert.Equal(kind, ManifestScan.KindOf(new MemoryStream([0, 0, 0, 8, .. System.Text.Encoding.ASCII.GetBytes(type)]), CancellationToken.None));

    [Theory]
    [InlineData("avif", "meta", FileKind.StillImage)]
    [InlineData("heic", "meta", FileKind.StillImage)]
    [InlineData("mif1", "meta", FileKind.StillImage)]
    [InlineData("avif", "moov", FileKind.Bmff)] // plays, whatever it calls itself
    [InlineData("avis", "meta", FileKind.Bmff)]
    [InlineData("isom", "meta", FileKind.Bmff)]
    public void A_still_image_in_boxes_is_told_by_its_brand_and_holds_no_movie(string brand, string second, object kind) =>
        Assert.Equal(kind, ManifestScan.KindOf(new MemoryStream([0, 0, 0, 16, .. System.Text.Encoding.ASCII.GetBytes($"ftyp{brand}"), 0, 0, 0, 0, 0, 0, 0, 8, .. System.Text.Encoding.ASCII.GetBytes(second)]), CancellationToken.None));

    [Theory]
    [InlineData("FFD8FF", FileKind.StillImage)]
    [InlineData("FFD8FE0000000000", FileKind.Other)]
    [InlineData("89504E470D0A1A0A", FileKind.StillImage)]
    [InlineData("89504E470D0A1A0B", FileKind.Other)]
    public void Images_are_told_by_their_first_bytes(string start, object kind) =>
        Assert.Equal(kind, ManifestScan.KindOf(new MemoryStream(Convert.FromHexString(start)), CancellationToken.None));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_file_too_short_for_a_box_is_not_walked(int length) => Assert.Equal(FileKind.Other, ManifestScan.KindOf(new MemoryStream(new byte[length]), CancellationToken.None));

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 16) - 1)] // across two reads
    [InlineData((1 << 16) + 14)]
    [InlineData(70 << 20)]
    public void A_C2PA_box_is_seen_wherever_it_stands(int at)
    {
        var file = new byte[at + UserType.Length];
        UserType.CopyTo(file, at);

        Assert.True(ManifestScan.HoldsStore(new MemoryStream(file), CancellationToken.None));
        Assert.False(ManifestScan.HoldsStore(new MemoryStream(file[..^1]), CancellationToken.None));
    }
}
