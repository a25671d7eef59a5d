using System.Runtime.CompilerServices;
using System.Text.Json;
using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Tests.Classifiers;

public sealed class InspectorTests : IDisposable
{
    private readonly ClassifierFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_TakesClassifiersThatAreBroughtAlong()
    {
        using var brought = new ClassifierFolder();
        folder.Add("brightness", "violence");
        brought.Add("brightness", "weapons");
        brought.Add("brightness", "gore");

        using var inspector = Inspector.Load([folder.Path, brought.Path], ExecutionProvider.Cpu);

        Assert.Equal(["violence", "gore", "weapons"], inspector.Models.Select(model => model.Category));
        Assert.DoesNotContain("gore", inspector.NotProvided);
        Assert.Contains("sexual", inspector.NotProvided);
    }

    [Fact]
    public async Task Report_NamesWhatNobodyScored_AndWhichModelsDid()
    {
        folder.Add("brightness", "violence", config => config["scale"] = 2.0);
        using var inspector = folder.Load();

        var report = await inspector.InspectAsync(Frames(16));

        Assert.Equal(VisualCategories.All.Except(["violence"]), report.NotProvided);
        Assert.Equal(["violence"], report.Clip.Keys);
        var model = Assert.Single(report.Models);
        Assert.Equal(("violence", "7", 2.0, 0.0), (model.Id, model.Version, model.Scale, model.Shift));
        Assert.Equal(inspector.Classifiers[0].Sha256, model.Sha256);
        Assert.Equal(8, report.FramesPerSecond);
    }

    [Fact]
    public void Load_TwoOfOneCategory_IsRefused()
    {
        folder.Add("brightness", "one", config => config["category"] = "violence");
        folder.Add("brightness", "two", config => config["category"] = "violence");

        Assert.Contains("one and two", Assert.Throws<ArgumentException>(folder.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_EmptyOrMissingFolder_IsRefused_NotAnInspectorThatSeesNothing()
    {
        Assert.Throws<ClassifierException>(folder.Load);
        Assert.Throws<ClassifierException>(() => Inspector.Load([Path.Combine(folder.Path, "missing")], ExecutionProvider.Cpu));
        Assert.Throws<ArgumentException>(() => Inspector.Load([], ExecutionProvider.Cpu));
    }

    [Fact]
    public async Task InspectAsync_PassesOnWhatTheSourceThrows()
    {
        folder.Add("brightness", "violence");
        using var inspector = folder.Load();

        await Assert.ThrowsAsync<InvalidDataException>(() => inspector.InspectAsync(Broken()));
    }

    [Fact]
    public async Task InspectAsync_Cancelled_Stops()
    {
        folder.Add("brightness", "violence");
        using var inspector = folder.Load();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inspector.InspectAsync(Frames(1000, after: 100, stop), stop.Token));
    }

    [Fact]
    public async Task InspectionsSideBySide_DoNotMix()
    {
        folder.Add("brightness", "violence");
        using var inspector = folder.Load();

        var reports = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => Task.Run(() => inspector.InspectAsync(Frames(16 + (8 * n))))));

        for (var n = 1; n <= 6; n++) Assert.Equal(n + 1, reports[n - 1].Windows.Count);
        Assert.All(reports, report => Assert.Equal(reports[0].Windows[0], report.Windows[0]));
    }

    [Fact]
    public async Task Json_IsTheContract()
    {
        folder.Add("brightness", "violence");
        using var inspector = folder.Load();
        var report = await inspector.InspectAsync(Frames(16, level: 250));

        using var json = JsonDocument.Parse(InspectionJson.Write("a \"clip\".mp4", report));

        var root = json.RootElement;
        Assert.Equal(["file", "frames", "segments", "clip", "abstained", "models"], Names(root));
        Assert.Equal("a \"clip\".mp4", root.GetProperty("file").GetString());
        Assert.Equal(["t", "scores"], Names(root.GetProperty("frames")[1]));
        Assert.Equal(0.125, root.GetProperty("frames")[1].GetProperty("t").GetDouble());
        Assert.Equal(report.Frames[1].Scores["violence"], root.GetProperty("frames")[1].GetProperty("scores").GetProperty("violence").GetDouble());
        Assert.Equal(["start", "end", "category", "peak"], Names(root.GetProperty("segments")[0]));
        Assert.Equal(report.Clip["violence"], root.GetProperty("clip").GetProperty("violence").GetDouble());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("abstained").ValueKind);
        Assert.Equal(["id", "sha256", "version"], Names(root.GetProperty("models")[0]));
    }

    [Fact]
    public async Task Json_OfAnAbstention_GivesTheReason_OnOneLine()
    {
        folder.Add("brightness", "violence");
        using var inspector = folder.Load();

        var text = InspectionJson.Write("clip.mp4", await inspector.InspectAsync(Frames(3)));

        Assert.DoesNotContain('\n', text);
        using var json = JsonDocument.Parse(text);
        Assert.StartsWith("too few frames", json.RootElement.GetProperty("abstained").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, json.RootElement.GetProperty("frames").GetArrayLength());
        Assert.Empty(Names(json.RootElement.GetProperty("clip")));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames(
        int count, int after = int.MaxValue, CancellationTokenSource? stop = null, byte level = 20, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var frame = new byte[Sampling.FrameBytes]; // one buffer for all frames, as a decoder would
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i == after) await stop!.CancelAsync();
            frame.AsSpan().Fill(level);
            frame[i % 100] = (byte)(level ^ 128);
            yield return frame;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Broken()
    {
        yield return new byte[Sampling.FrameBytes];
        await Task.Yield();
        throw new InvalidDataException("damaged");
    }
}
