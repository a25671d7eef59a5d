using System.Text.Json.Nodes;
using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Tests.Classifiers;

public sealed class ClassifierConfigTests : IDisposable
{
    private readonly ClassifierFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("id", "\" \"", "id")]
    [InlineData("version", "\"\"", "version")]
    [InlineData("category", "\"Blood Red\"", "Blood Red")]
    [InlineData("frames", "32", "32 frames")]
    [InlineData("hop", "4", "every 4")]
    [InlineData("fps", "25", "25 a second")]
    [InlineData("side", "224", "224x224")]
    [InlineData("scale", "0", "scale")]
    [InlineData("scale", "-1", "scale")]
    [InlineData("sha256", "\"abc\"", "sha256")]
    [InlineData("thresholds", "null", "thresholds")]
    [InlineData("thresholds", """{"review":0.5,"severe":0.9,"segmentStart":0.3,"segmentEnd":0.5}""", "segmentEnd")]
    [InlineData("thresholds", """{"review":0.95,"severe":0.9,"segmentStart":0.5,"segmentEnd":0.5}""", "review")]
    public void Load_WrongValue_IsNamed(string property, string value, string named)
    {
        var path = folder.Add("brightness", "glare", config => config[property] = JsonNode.Parse(value));

        var error = Assert.Throws<ClassifierException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu));

        Assert.EndsWith("glare.json", error.Path, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralFaults_NamesThemAll()
    {
        var path = folder.Add("brightness", "glare", config => (config["version"], config["scale"]) = ("", 0));

        var error = Assert.Throws<ClassifierException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu));

        Assert.Contains("version", error.Message, StringComparison.Ordinal);
        Assert.Contains("scale", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"a\"}")]
    [InlineData("{\"id\":")]
    public void Load_NoConfiguration_IsRefused(string text)
    {
        var path = folder.Add("brightness", "glare");
        File.WriteAllText(Path.ChangeExtension(path, ".json"), text);

        Assert.Throws<ClassifierException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu));
    }

    [Fact]
    public void Load_HugeConfiguration_IsRefusedUnread()
    {
        var path = folder.Add("brightness", "glare");
        File.WriteAllText(Path.ChangeExtension(path, ".json"), new string(' ', ClassifierConfig.MaxFileBytes + 1));

        Assert.Contains("at most", Assert.Throws<ClassifierException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutConfiguration_NamesTheFile()
    {
        var path = folder.Add("brightness", "glare");
        File.Delete(Path.ChangeExtension(path, ".json"));

        Assert.Contains("glare.json", Assert.Throws<ClassifierException>(() => WindowClassifier.Load(path, ExecutionProvider.Cpu)).Message, StringComparison.Ordinal);
    }
}
