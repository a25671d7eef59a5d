using SoraGuard.Media.Fingerprints;

namespace SoraGuard.Media.Tests.Fingerprints;

public sealed class CalmFramesTests
{
    private const double Rate = 25;

    // Motion that comes and goes, never twice the same way.
    private static readonly double[] s_motion = [.. Enumerable.Range(0, 500).Select(i => 3 + 2 * Math.Sin(i * 0.31) + Math.Cos(i * i * 0.0007))];

    [Fact]
    public void Choose_OfAPiece_ChoosesTheSameFrames()
    {
        const int From = 111, Length = 300, Edge = 25;

        var whole = CalmFrames.Choose(s_motion, Rate, 0.5);
        var piece = CalmFrames.Choose(s_motion[From..(From + Length)], Rate, 0.5).Select(i => i + From).ToList();

        Assert.InRange(piece.Count, 10, 30);
        Assert.All(piece.Where(i => i >= From + Edge && i < From + Length - Edge), i => Assert.Contains(i, whole));
    }

    [Fact]
    public void Choose_OfDoubledFrames_ChoosesTheSameMoments()
    {
        var doubled = s_motion.SelectMany(m => (double[])[m, 0]).ToList();

        var moments = CalmFrames.Choose(s_motion, Rate, 0.5).Select(i => i / Rate).ToList();

        Assert.All(CalmFrames.Choose(doubled, 2 * Rate, 0.5).Select(i => i / (2 * Rate)), t => Assert.Contains(moments, m => Math.Abs(m - t) <= 2 / Rate));
    }

    [Fact]
    public void Choose_AcrossACut_ChoosesFromBothShots()
    {
        var motion = Enumerable.Repeat(1.0, 20).ToArray();
        motion[10] = 60;

        var chosen = CalmFrames.Choose(motion, Rate, 0.5);

        Assert.Contains(chosen, i => i < 10);
        Assert.Contains(chosen, i => i >= 10);
    }

    [Fact]
    public void Choose_LeavesNoStretchEmpty()
    {
        var growing = Enumerable.Range(0, 250).Select(i => i * 0.02).ToList();

        var chosen = CalmFrames.Choose(growing, Rate, 0.5);

        Assert.InRange(chosen.Zip(chosen.Skip(1), (a, b) => b - a).Max(), 1, 25);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void Choose_OfHardlyAnyFrames_ChoosesWhatThereIs(int frames, int expected) =>
        Assert.Equal(expected, CalmFrames.Choose(new double[frames], Rate, 0.5).Count);
}
