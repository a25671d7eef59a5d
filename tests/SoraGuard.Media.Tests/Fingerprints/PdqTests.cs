using SoraGuard.Media.Fingerprints;

namespace SoraGuard.Media.Tests.Fingerprints;

public sealed class PdqTests
{
    private const string Hex = "d8f8f0cce0f4a84f0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22";

    [Fact]
    public void Parse_ReadsWhatToStringWrites()
    {
        var hash = PdqHash.Parse(Hex);
        var bytes = new byte[PdqHash.Bytes];
        hash.CopyTo(bytes);

        Assert.Equal(Hex, hash.ToString());
        Assert.Equal(Convert.FromHexString(Hex), bytes);
        Assert.Equal(hash, new PdqHash(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("d8f8")]
    [InlineData(Hex + "00")]
    [InlineData("x8f8f0cce0f4a84f0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22")]
    public void TryParse_OfAnythingElse_IsFalse(string text)
    {
        Assert.False(PdqHash.TryParse(text, out _));
        Assert.Throws<FormatException>(() => PdqHash.Parse(text));
    }

    [Fact]
    public void Slots_AreTheSixteenWordsFromTheLast()
    {
        var hash = PdqHash.Parse(Hex);

        Assert.Equal((0x9b22, 0x4e9c, 0xd8f8), (hash.Slot(0), hash.Slot(1), hash.Slot(15)));
        Assert.Throws<ArgumentOutOfRangeException>(() => hash.Slot(16));
    }

    [Fact]
    public void DistanceTo_CountsBits()
    {
        Assert.Equal(0, PdqHash.Parse(Hex).DistanceTo(PdqHash.Parse(Hex)));
        Assert.Equal(256, PdqHash.Parse(new string('0', 64)).DistanceTo(PdqHash.Parse(new string('f', 64))));
        Assert.Equal(1, PdqHash.Parse("8" + new string('0', 63)).DistanceTo(default));
    }

    [Fact]
    public void Read_OfAFlatPicture_HasNoQuality() => Assert.Equal(0, new PdqHasher().Read(new byte[64 * 48], 64, 48).Quality);

    [Fact]
    public void Read_OfATinyPicture_IsZeroWithoutQuality()
    {
        var spectrum = new PdqHasher().Read([0, 255, 0, 255], 2, 2);

        Assert.Equal((default(PdqHash), 0), (spectrum.Hash(), spectrum.Quality));
    }

    [Fact]
    public void Read_OfAnArea_IsThatOfThePictureCutOut()
    {
        var (whole, part) = (Noise(200, 120, x: 0, y: 0), Noise(100, 60, x: 50, y: 30));

        var spectrum = new PdqHasher().Read(whole, 200, 120, new FrameArea(0.25, 0.25, 0.5, 0.5));

        Assert.InRange(spectrum.Hash().DistanceTo(new PdqHasher().Read(part, 100, 60).Hash()), 0, 6);
    }

    [Theory]
    [InlineData(Dihedral.FlipY)]
    [InlineData(Dihedral.FlipX)]
    [InlineData(Dihedral.Rotate180)]
    public void Hash_OfAReversedPicture_FollowsFromTheSpectrum(Dihedral laid)
    {
        const int width = 320, height = 320; // five pixels a cell and boxes of three: the reduction of the reversed picture is the reversed reduction
        var picture = Noise(width, height, 0, 0);
        var reversed = new byte[picture.Length];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                reversed[(laid == Dihedral.FlipY ? y : height - 1 - y) * width + (laid == Dihedral.FlipX ? x : width - 1 - x)] = picture[y * width + x];

        var spectrum = new PdqHasher().Read(picture, width, height);

        Assert.InRange(new PdqHasher().Read(reversed, width, height).Hash().DistanceTo(spectrum.Hash(laid)), 0, 2);
        Assert.InRange(new PdqHasher().Read(reversed, width, height).Hash().DistanceTo(spectrum.Hash()), 90, 160);
    }

    [Fact]
    public void Read_OfTheWrongLength_IsRefused() => Assert.Throws<ArgumentException>(() => new PdqHasher().Read(new byte[10], 4, 4));

    [Theory]
    [InlineData(0.5, 0, 0.6, 1)]
    [InlineData(0, -0.1, 1, 1)]
    [InlineData(0, 0, 0, 1)]
    [InlineData(double.NaN, 0, 1, 1)]
    public void Read_OfAnAreaOutside_IsRefused(double left, double top, double width, double height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PdqHasher().Read(new byte[64 * 64], 64, 64, new FrameArea(left, top, width, height)));

    private static byte[] Noise(int width, int height, int x, int y)
    {
        var picture = new byte[width * height];
        for (var i = 0; i < picture.Length; i++)
        {
            var (px, py) = (i % width + x, i / width + y);
            picture[i] = (byte)(128 + 55 * Math.Sin(px * 0.11 + 0.7 * Math.Sin(py * 0.05)) + 50 * Math.Cos(py * 0.17 + px * px * 0.0007) + 20 * Math.Sin((px - 3) * py * 0.0023));
        }

        return picture;
    }
}
