using SoraGuard.Media.Fingerprints;

namespace SoraGuard.Media.Tests.Fingerprints;

public sealed class FingerprintMatchTests
{
    [Fact]
    public void Of_CountsFramesOnBothSides()
    {
        var match = FingerprintMatch.Of(Clip(Bits(0), Bits(31), Bits(200)), Clip(Bits(0), Bits(255)));

        Assert.Equal(200 / 3.0, match.QueryPercent, 6);
        Assert.Equal((50, 0, 0), (match.ComparedPercent, match.StartSeconds, match.EndSeconds));
        Assert.False(match.Agrees);
    }

    [Theory]
    [InlineData(31, 31, true)]
    [InlineData(32, 31, false)]
    [InlineData(32, 32, true)]
    [InlineData(1, 0, false)]
    public void Of_TakesTheDistanceAsTheMostThatMatches(int apart, int maxDistance, bool matches) =>
        Assert.Equal(matches, FingerprintMatch.Of(Clip(Bits(0)), Clip(Bits(apart)), new MatchOptions { MaxDistance = maxDistance }).Agrees);

    [Fact]
    public void Of_APieceOfAClip_IsPartButDoesNotContainIt()
    {
        var match = FingerprintMatch.Of(Clip(Bits(100), Bits(150)), Clip(Bits(0), Bits(50), Bits(100), Bits(150), Bits(200)));

        Assert.True(match is { IsPart: true, ContainsCompared: false, ComparedPercent: 40, StartSeconds: 2, EndSeconds: 3 });
    }

    [Fact]
    public void Of_IgnoresWhatIsOfLowQuality()
    {
        var poor = new ClipFingerprint([new KeyFrame(0, 0, [new PartHash(FramePart.Whole, Bits(0), 49)])]);

        Assert.True(FingerprintMatch.Of(poor, Clip(Bits(0))) is { Agrees: false, QueryPercent: 0, ComparedPercent: 0 });
        Assert.True(FingerprintMatch.Of(poor, Clip(Bits(0)), new MatchOptions { LowestQuality = 49 }).Agrees);
    }

    [Fact]
    public void Of_AnEmptyClip_AgreesWithNothing() => Assert.False(FingerprintMatch.Of(new([]), new([])).Agrees);

    [Fact]
    public void DistanceTo_ComparesAWindowWithTheWholeOnly()
    {
        var window = new KeyFrame(0, 0, [new PartHash(FramePart.Whole, Bits(256), 100), new PartHash(FramePart.Centre, Bits(0), 100)]);
        var other = new KeyFrame(0, 0, [new PartHash(FramePart.Whole, Bits(128), 100), new PartHash(FramePart.TopLeft, Bits(0), 100)]);

        Assert.Equal(128, window.DistanceTo(other));
        Assert.Equal(0, window.DistanceTo(new KeyFrame(0, 0, [new PartHash(FramePart.Whole, Bits(0), 100)])));
    }

    private static ClipFingerprint Clip(params PdqHash[] hashes) =>
        new([.. hashes.Select((hash, i) => new KeyFrame(i, i, [new PartHash(FramePart.Whole, hash, 100)]))]);

    /// <summary>A hash of which the first so many bits are set: two of them differ by the difference.</summary>
    private static PdqHash Bits(int count)
    {
        var bytes = new byte[PdqHash.Bytes];
        for (var i = 0; i < count; i++)
            bytes[i / 8] |= (byte)(1 << (i % 8));
        return new PdqHash(bytes);
    }
}
