using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Tests.Classifiers;

public sealed class WindowClassifierTests : IDisposable
{
    private readonly ClassifierFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Score_Calibrates_AndShowsWhere()
    {
        var path = folder.Add("brightness", "glare", config => (config["scale"], config["shift"]) = (0.5, -1.0));
        using var classifier = WindowClassifier.Load(path, ExecutionProvider.Cpu);
        var window = new byte[16 * 6400];
        for (var i = 0; i < window.Length; i++)
            if (i % 6400 / 80 < 8) window[i] = 255; // the top row of cells is white

        var score = classifier.Score(window);

        Assert.Equal((16 * 0.1) - 8, score.Logit, 5);
        Assert.Equal(1 / (1 + Math.Exp((0.5 * 6.4) + 1)), score.Probability, 6);
        Assert.Equal(100, score.Evidence.Count);
        Assert.All(score.Evidence.Take(10), cell => Assert.Equal(1, cell, 5));
        Assert.All(score.Evidence.Skip(10), cell => Assert.Equal(0, cell, 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData((16 * 6400) - 1)]
    [InlineData(17 * 6400)]
    public void Score_WindowOfAnotherLength_IsRefused(int bytes)
    {
        using var classifier = WindowClassifier.Load(folder.Add("brightness", "glare"), ExecutionProvider.Cpu);

        Assert.Throws<ArgumentException>(() => classifier.Score(new byte[bytes]));
    }

    [Fact]
    public void Score_ModelThatAnswersNoNumber_IsAnError_NotALowScore()
    {
        using var classifier = WindowClassifier.Load(folder.Add("blind", "glare"), ExecutionProvider.Cpu);

        var error = Assert.Throws<OnnxModelException>(() => classifier.Score(new byte[16 * 6400]));

        Assert.Contains("finite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_AfterDispose_IsRefused()
    {
        var classifier = WindowClassifier.Load(folder.Add("brightness", "glare"), ExecutionProvider.Cpu);
        classifier.Dispose();

        Assert.Throws<ObjectDisposedException>(() => classifier.Score(new byte[16 * 6400]));
    }

    [Fact]
    public async Task Score_FromManyThreads_GivesEachItsOwnAnswer()
    {
        using var classifier = WindowClassifier.Load(folder.Add("brightness", "glare"), ExecutionProvider.Cpu);

        var scores = await Task.WhenAll(Enumerable.Range(0, 8).Select(level => Task.Run(() => classifier.Score(Filled((byte)(level * 30))).Logit)));

        for (var level = 0; level < 8; level++) Assert.Equal((16 * level * 30 / 255.0) - 8, scores[level], 1e-2); // the mean of 102,400 single-precision numbers
    }

    [Theory]
    [InlineData("short", "frames float[1,8,80,80]")]
    [InlineData("mute", "evidence")]
    public void Load_ModelOutsideTheContract_SaysWhatDoesNotFit(string model, string named)
    {
        var path = folder.Add(model, "glare");

        var error = Assert.Throws<ClassifierException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu));

        Assert.Equal(path, error.Path);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OtherBytesThanTheConfigurationNames_IsRefused()
    {
        var path = folder.Add("brightness", "glare", config => config["sha256"] = new string('0', 64));

        Assert.Contains("SHA-256", Assert.Throws<OnnxModelException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BytesThatAreNoModel_IsRefused()
    {
        var path = folder.Add("brightness", "glare");
        File.WriteAllBytes(path, [1, 2, 3]);

        Assert.Throws<OnnxModelException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu));
    }

    [Fact]
    public void Load_WithoutModel_IsRefused()
    {
        var path = folder.Add("brightness", "glare");
        File.Delete(path);

        Assert.Throws<OnnxModelException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu));
    }

    internal static byte[] Filled(byte level)
    {
        var window = new byte[16 * 6400];
        window.AsSpan().Fill(level);
        return window;
    }
}
