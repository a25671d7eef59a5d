using SoraGuard.Inference.Classifiers;

namespace SoraGuard.Inference.Tests.Classifiers;

/// <summary>What is scored when, and what is reported of it; the classifier's logit is 16 x brightness - 8, so that half grey scores about .5.</summary>
public sealed class InspectionTests : IDisposable
{
    private readonly ClassifierFolder folder = new();
    private readonly Inspector inspector;

    public InspectionTests()
    {
        folder.Add("brightness", "glare");
        inspector = folder.Load();
    }

    public void Dispose()
    {
        inspector.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(8, "0-1")]
    [InlineData(15, "0-1.875")]
    [InlineData(16, "0-2")]
    [InlineData(17, "0-2 0.125-2.125")]
    [InlineData(23, "0-2 0.875-2.875")]
    [InlineData(24, "0-2 1-3")]
    [InlineData(25, "0-2 1-3 1.125-3.125")]
    [InlineData(40, "0-2 1-3 2-4 3-5")]
    public void Windows_CoverEveryFrame(int frames, string expected)
    {
        var report = Inspect([.. Enumerable.Range(0, frames).Select(i => (byte)(7 * (i % 2)))]);

        Assert.Equal(expected, string.Join(' ', report.Windows.Select(window => FormattableString.Invariant($"{window.Start}-{window.End}"))));
        Assert.Equal(frames, report.Frames.Count);
        Assert.Equal(Enumerable.Range(0, frames).Select(i => i / 8.0), report.Frames.Select(frame => frame.T));
        Assert.Equal((frames, 0), (report.FramesRead, report.FramesSkipped));
        Assert.Null(report.Abstained);
    }

    [Fact]
    public void Windows_HoldTheirOwnFrames_AndAShortClipHoldsItsLast()
    {
        byte[] clip = [.. Enumerable.Range(0, 25).Select(i => (byte)(10 * i))];

        Assert.Equal(
            new[] { 0, 8, 9 }.Select(first => LogitOf(clip.Skip(first).Take(16))),
            Inspect(clip).Windows.Select(window => window.Logit), new Close());
        Assert.Equal([LogitOf(clip.Take(10).Concat(Enumerable.Repeat(clip[9], 6)))], Inspect(clip[..10]).Windows.Select(window => window.Logit), new Close());
    }

    [Fact]
    public void Report_OfDarkBrightDark_HasOneSegment()
    {
        byte[] clip = [.. Level(10, 24), .. Level(250, 24), .. Level(10, 24)];

        var report = Inspect(clip);

        // Windows at 16, 24, 32 and 40 hold 8, 16, 16 and 8 bright frames: about .5 at the ends, which is above segmentEnd by a hair.
        var segment = Assert.Single(report.Segments);
        Assert.Equal(("glare", 2.0, 7.0), (segment.Category, segment.Start, segment.End));
        Assert.Equal(report.Clip["glare"], segment.Peak);
        Assert.Equal(Sigmoid(LogitOf(Level(250, 16))), segment.Peak, 5);
        Assert.Equal(segment.Peak, report.Frames[30].Scores["glare"]);
        Assert.True(report.Frames[0].Scores["glare"] < 0.01);
    }

    [Fact]
    public void Frame_HasTheHighestScoreOfTheWindowsThatShowIt()
    {
        byte[] clip = [.. Level(0, 8), .. Level(255, 16)];

        var report = Inspect(clip);

        Assert.Equal(report.Windows[0].Score, report.Frames[7].Scores["glare"]);
        Assert.Equal(report.Windows[1].Score, report.Frames[8].Scores["glare"]);
        Assert.Equal(report.Windows[1].Score, report.Frames[15].Scores["glare"]);
    }

    [Fact]
    public void Evidence_KeepsTheStrongestWindows_StrongestFirst()
    {
        byte[] clip = [.. new byte[] { 10, 90, 40, 200, 70, 120 }.SelectMany(level => Level(level, 8))];

        var report = Inspect(clip);

        Assert.Equal(report.Windows.OrderByDescending(window => window.Logit).Take(3), report.Evidence.Select(found => found.Window));
        Assert.All(report.Evidence, found => Assert.Equal(100, found.Map.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void TooFewFrames_Abstains_WithoutScores(int frames)
    {
        var report = Inspect([.. Enumerable.Range(0, frames).Select(i => (byte)(30 * i))]);

        Assert.StartsWith("too few frames", report.Abstained, StringComparison.Ordinal);
        Assert.Empty(report.Frames);
        Assert.Empty(report.Clip);
        Assert.Equal((frames, frames), (report.FramesRead, report.FramesSkipped));
    }

    [Fact]
    public void NothingMoves_Abstains_WhateverTheScore()
    {
        var report = Inspect([.. Level(255, 16), .. Level(251, 16)]); // four levels are noise

        Assert.StartsWith("nothing moves", report.Abstained, StringComparison.Ordinal);
        Assert.True(report.Clip["glare"] > 0.9);
    }

    [Fact]
    public void OnePixelThatMoves_IsMotion()
    {
        var inspection = inspector.Begin();
        var frame = new byte[Sampling.FrameBytes];
        for (var i = 0; i < 16; i++) inspection.Add(frame);
        frame[^1] = 7;
        inspection.Add(frame);

        Assert.Null(inspection.Complete().Abstained);
    }

    [Fact]
    public void Fault_Abstains_AndKeepsWhatWasSeen()
    {
        var inspection = inspector.Begin();
        foreach (var level in Enumerable.Range(0, 20)) inspection.Add(Frame((byte)(12 * level)));

        var report = inspection.Complete("the file ends inside a frame");

        Assert.Equal("undecodable: the file ends inside a frame", report.Abstained);
        Assert.Equal(20, report.Frames.Count);
    }

    [Fact]
    public void FramesPastTheLimit_AreNotScored_AndTheReportAbstains()
    {
        var inspection = new Inspection(inspector, maxFrames: 20);
        for (var i = 0; i < 20; i++) inspection.Add(Frame((byte)i));
        for (var i = 0; i < 5; i++) inspection.Add(Frame(255));

        var report = inspection.Complete();

        Assert.StartsWith("too long", report.Abstained, StringComparison.Ordinal);
        Assert.Equal((25, 5), (report.FramesRead, report.FramesSkipped));
        Assert.Equal(20, report.Frames.Count);
        Assert.True(report.Clip["glare"] < 0.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6399)]
    [InlineData(6401)]
    public void Add_FrameOfAnotherSize_IsRefused(int bytes) => Assert.Throws<ArgumentException>(() => inspector.Begin().Add(new byte[bytes]));

    [Fact]
    public void CompleteInspection_TakesNothingMore()
    {
        var inspection = inspector.Begin();
        inspection.Complete();

        Assert.Throws<InvalidOperationException>(() => inspection.Add(Frame(0)));
        Assert.Throws<InvalidOperationException>(() => inspection.Complete());
    }

    private InspectionReport Inspect(byte[] levels)
    {
        var inspection = inspector.Begin();
        foreach (var level in levels) inspection.Add(Frame(level));
        return inspection.Complete();
    }

    private static byte[] Frame(byte level)
    {
        var frame = new byte[Sampling.FrameBytes];
        frame.AsSpan().Fill(level);
        return frame;
    }

    private static IEnumerable<byte> Level(byte level, int frames) => Enumerable.Repeat(level, frames);

    private static double LogitOf(IEnumerable<byte> levels) => (16 * levels.Average(level => level / 255.0)) - 8;

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-3;

        public int GetHashCode(double value) => 0;
    }
}
