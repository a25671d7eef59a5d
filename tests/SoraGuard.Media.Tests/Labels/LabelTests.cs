using SoraGuard.Media.Labels;
using SoraGuard.Media.Video;

namespace SoraGuard.Media.Tests.Labels;

public sealed class LabelTests
{
    public static TheoryData<LabelProfile, ContentOrigin> Every { get; } = new()
    {
        { LabelProfile.Plain, ContentOrigin.Generated },
        { LabelProfile.Plain, ContentOrigin.Modified },
        { LabelProfile.Eu, ContentOrigin.Generated },
        { LabelProfile.Eu, ContentOrigin.Modified },
        { LabelProfile.Cn, ContentOrigin.Generated },
    };

    [Theory]
    [MemberData(nameof(Every))]
    public void ALabel_IsSeenAndNoOtherIs(LabelProfile drawn, ContentOrigin origin)
    {
        const int Width = 1280, Height = 720;
        var frame = Frame(Width, Height, seed: 1);
        LabelOverlay.Create(drawn, origin, Width, Height)!.Draw(frame);

        foreach (var (profile, text) in Every.Select(row => ((LabelProfile)row[0], (ContentOrigin)row[1])))
        {
            var check = Look(profile, text, Width, Height, frame);
            Assert.Equal((profile, text) == (drawn, origin), check.Present);
            if (check.Present)
                Assert.True(check.Score > 0.95);
        }
    }

    [Theory]
    [InlineData(1280, 720)]
    [InlineData(720, 1280)]
    [InlineData(640, 360)]
    [InlineData(3840, 2160)]
    [InlineData(482, 854)]
    public void TheChineseLabel_IsAtLeastFivePercentHigh(int width, int height)
    {
        var place = LabelOverlay.Create(LabelProfile.Cn, ContentOrigin.Generated, width, height)!.Placement;

        Assert.True(place.TextHeight >= 0.05 * Math.Min(width, height));
        AssertInside(place, width, height);
        // The ink itself, not a box around it: first and last row of the text hold letters.
        var black = new byte[RawFrame.Bytes(RawFormat.Yuv420p, width, height)];
        LabelOverlay.Create(LabelProfile.Cn, ContentOrigin.Generated, width, height)!.Draw(black);
        foreach (var row in new[] { place.TextY, place.TextY + place.TextHeight - 1 })
            Assert.True(black.AsSpan(row * width + place.TextX, place.TextWidth).ToArray().Max() > 100);
    }

    [Fact]
    public void TheEuropeanLabel_StandsTopRight()
    {
        var place = LabelOverlay.Create(LabelProfile.Eu, ContentOrigin.Generated, 1280, 720)!.Placement;

        Assert.True(place.PlateX > 640 && place.PlateX + place.PlateWidth > 1280 - 32);
        Assert.True(place.PlateY < 32);
        AssertInside(place, 1280, 720);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(128)]
    public void ALabel_KeepsItsContrastOnAnyGround(byte ground)
    {
        const int Width = 640, Height = 360;
        var frame = new byte[RawFrame.Bytes(RawFormat.Yuv420p, Width, Height)];
        Array.Fill(frame, ground);
        var overlay = LabelOverlay.Create(LabelProfile.Eu, ContentOrigin.Generated, Width, Height)!;
        overlay.Draw(frame);

        var place = overlay.Placement;
        var plate = Enumerable.Range(0, place.PlateHeight).SelectMany(y => frame.AsSpan((place.PlateY + y) * Width + place.PlateX, place.PlateWidth).ToArray()).ToArray();
        Assert.True(plate.Max() - plate.Min() > 150);
        Assert.Equal(LabelProfile.Eu, Look(LabelProfile.Eu, ContentOrigin.Generated, Width, Height, frame).Profile);
        Assert.True(Look(LabelProfile.Eu, ContentOrigin.Generated, Width, Height, frame).Present);
    }

    [Fact]
    public void OutsideThePlate_NothingChanges()
    {
        const int Width = 640, Height = 360;
        var before = Frame(Width, Height, seed: 2);
        var after = (byte[])before.Clone();
        var overlay = LabelOverlay.Create(LabelProfile.Plain, ContentOrigin.Generated, Width, Height)!;

        overlay.Draw(after);

        var p = overlay.Placement;
        for (var i = 0; i < Width * Height; i++)
            if (i % Width < p.PlateX || i % Width >= p.PlateX + p.PlateWidth || i / Width < p.PlateY || i / Width >= p.PlateY + p.PlateHeight)
                Assert.Equal(before[i], after[i]);
    }

    [Fact]
    public void ALabelThatComesLateOrGoesEarly_IsNotPresent()
    {
        const int Width = 640, Height = 360;
        var (bare, cn, eu) = (Frame(Width, Height, seed: 3), Frame(Width, Height, seed: 3), Frame(Width, Height, seed: 3));
        LabelOverlay.Create(LabelProfile.Cn, ContentOrigin.Generated, Width, Height)!.Draw(cn);
        LabelOverlay.Create(LabelProfile.Eu, ContentOrigin.Generated, Width, Height)!.Draw(eu);

        // Ten frames a second: China wants two seconds from the first frame, Europe the whole clip.
        Assert.True(Look(LabelProfile.Cn, ContentOrigin.Generated, Width, Height, [.. Repeat(cn, 20), .. Repeat(bare, 20)]).Present);
        Assert.False(Look(LabelProfile.Cn, ContentOrigin.Generated, Width, Height, [.. Repeat(cn, 19), .. Repeat(bare, 20)]).Present);
        Assert.False(Look(LabelProfile.Cn, ContentOrigin.Generated, Width, Height, [bare, .. Repeat(cn, 30)]).Present);
        Assert.True(Look(LabelProfile.Cn, ContentOrigin.Generated, Width, Height, [.. Repeat(cn, 5)]).Present);

        var half = Look(LabelProfile.Eu, ContentOrigin.Generated, Width, Height, [.. Repeat(eu, 30), .. Repeat(bare, 10)]);
        Assert.False(half.Present);
        Assert.Equal((3, 4), (half.Seconds, half.RequiredSeconds));
    }

    [Fact]
    public void WithoutFrames_NothingIsPresent() =>
        Assert.False(LabelVerifier.Create(LabelProfile.Eu, ContentOrigin.Generated, 640, 360, 640, 360, 10)!.Result().Present);

    [Fact]
    public void AFrameThatIsTooSmall_IsRefusedWithTheReason()
    {
        var failure = Assert.Throws<MediaException>(() => LabelOverlay.Create(LabelProfile.Eu, ContentOrigin.Generated, 128, 128));

        Assert.Equal(MediaError.TooSmall, failure.Reason);
        Assert.Null(LabelVerifier.Create(LabelProfile.Eu, ContentOrigin.Generated, 128, 128, 128, 128, 10));
    }

    [Fact]
    public void NoLabel_DrawsNothing()
    {
        Assert.Null(LabelOverlay.Create(LabelProfile.None, ContentOrigin.Generated, 640, 360));
        Assert.Null(LabelVerifier.Create(LabelProfile.None, ContentOrigin.Generated, 640, 360, 640, 360, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelOverlay.Create((LabelProfile)99, ContentOrigin.Generated, 640, 360));
    }

    private static void AssertInside(LabelPlacement p, int width, int height)
    {
        Assert.True(p.PlateX >= 0 && p.PlateY >= 0 && p.PlateX + p.PlateWidth <= width && p.PlateY + p.PlateHeight <= height);
        Assert.True(p.TextX >= p.PlateX && p.TextX + p.TextWidth <= p.PlateX + p.PlateWidth);
        Assert.True(p.TextY >= p.PlateY && p.TextY + p.TextHeight <= p.PlateY + p.PlateHeight);
        Assert.Equal(0, (p.PlateX | p.PlateY | p.PlateWidth | p.PlateHeight) & 1);
    }

    private static LabelCheck Look(LabelProfile profile, ContentOrigin origin, int width, int height, params byte[][] frames)
    {
        var verifier = LabelVerifier.Create(profile, origin, width, height, width, height, framesPerSecond: 10)!;
        foreach (var frame in frames)
            verifier.Add(frame.AsSpan(0, width * height));
        return verifier.Result();
    }

    private static IEnumerable<byte[]> Repeat(byte[] frame, int count) => Enumerable.Repeat(frame, count);

    private static byte[] Frame(int width, int height, int seed)
    {
        var frame = new byte[RawFrame.Bytes(RawFormat.Yuv420p, width, height)];
        Watermark.Pictures.Scene(width, height, seed).CopyTo(frame, 0);
        Array.Fill(frame, (byte)128, width * height, frame.Length - width * height);
        return frame;
    }
}
