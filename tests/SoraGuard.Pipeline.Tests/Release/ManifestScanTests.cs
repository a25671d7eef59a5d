using SoraGuard.Pipeline.Release;

namespace SoraGuard.Pipeline.Tests.Release;

/// <summary>No file that the decoders play may pass as one that cannot carry a manifest.</summary>
public sealed class ManifestScanTests
{
    private static readonly byte[] UserType = Convert.FromHexString("D8FEC3D61B0E483C92975828877EC481");

    [Theory]
    [InlineData("ftyp", true)]
    [InlineData("moov", true)]
    [InlineData("mdat", true)]
    [InlineData("wide", true)]
    [InlineData("free", true)]
    [InlineData("text", false)]
    public void What_the_decoders_take_for_MP4_or_MOV_is_walked(string type, bool walked) =>
        Assert.Equal(walked, ManifestScan.IsBmff(new MemoryStream([0, 0, 0, 8, .. System.Text.Encoding.ASCII.GetBytes(type)])));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_file_too_short_for_a_box_is_not_walked(int length) => Assert.False(ManifestScan.IsBmff(new MemoryStream(new byte[length])));

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
