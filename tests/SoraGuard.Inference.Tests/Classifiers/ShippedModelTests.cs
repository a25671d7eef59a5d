using System.IO.Compression;
using System.Text.Json;
using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Tests.Classifiers;

/// <summary>The violence classifier of models/inspection against PyTorch's numbers, which training/inspection/export.py wrote.</summary>
public sealed class ShippedModelTests : IDisposable
{
    /// <summary>Logits; single precision on both sides, sums in another order.</summary>
    private const double Tolerance = 1e-3;

    private readonly WindowClassifier classifier = WindowClassifier.Load(Path.Combine(ClassifierFolder.Shipped, "violence.onnx"), ExecutionProvider.Cpu);

    private static string ReferenceFolder => Path.Combine(ClassifierFolder.Source, "Reference");

    public void Dispose() => classifier.Dispose();

    [Theory]
    [InlineData("drawn")]
    [InlineData("still")]
    [InlineData("restless")]
    public void Score_GivesWhatPyTorchGives(string name)
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(ReferenceFolder, "expected.json")));
        var reference = expected.RootElement.GetProperty(name);

        var score = classifier.Score(Frames(name));

        Assert.Equal(reference.GetProperty("logit").GetDouble(), score.Logit, Tolerance);
        Assert.Equal(100, score.Evidence.Count);
        foreach (var (cell, value) in score.Evidence.Zip(reference.GetProperty("evidence").EnumerateArray()))
            Assert.Equal(value.GetDouble(), cell, Tolerance);
    }

    [Theory]
    [InlineData("drawn")]
    [InlineData("restless")]
    public void Logit_IsTheMeanOfTheTenStrongestCells(string name)
    {
        var score = classifier.Score(Frames(name));

        Assert.Equal(score.Evidence.OrderDescending().Take(10).Average(), score.Logit, Tolerance);
    }

    [Fact]
    public void DrawnClip_ScoresBelowReview_AndARestlessOneHigher()
    {
        var thresholds = classifier.Config.Thresholds;

        var drawn = classifier.Score(Frames("drawn")).Probability;

        Assert.True(drawn < thresholds.Review, $"{drawn}");
        Assert.True(classifier.Score(Frames("restless")).Probability > drawn);
    }

    [Fact]
    public void Config_IsOfTheShippedModel()
    {
        Assert.Equal("soraguard-violence-motion", classifier.Config.Id);
        Assert.Equal(VisualCategories.Violence, classifier.Config.Category);
        Assert.Equal(classifier.Sha256, classifier.Config.Sha256);
    }

    private static byte[] Frames(string name)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(ReferenceFolder, name + ".gray.gz")), CompressionMode.Decompress);
        var frames = new byte[Sampling.WindowFrames * Sampling.FrameBytes];
        file.ReadExactly(frames);
        return frames;
    }
}
