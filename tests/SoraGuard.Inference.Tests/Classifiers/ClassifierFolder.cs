using System.Text.Json.Nodes;
using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;
using SoraGuard.TestData;

namespace SoraGuard.Inference.Tests.Classifiers;

/// <summary>A folder of classifiers, made for a test and removed after it. See Models/make_models.py.</summary>
internal sealed class ClassifierFolder : IDisposable
{
    public static string Source { get; } = System.IO.Path.Combine(SharedData.RepositoryRoot, "tests", "SoraGuard.Inference.Tests", "Classifiers");

    public static string Shipped { get; } = System.IO.Path.Combine(SharedData.RepositoryRoot, "models", "inspection");

    public string Path { get; } = Directory.CreateTempSubdirectory("soraguard-classifiers-").FullName;

    /// <summary>Puts NAME.onnx and NAME.json into the folder; <paramref name="change"/> alters the configuration.</summary>
    public string Add(string model, string name, Action<JsonObject>? change = null)
    {
        var config = new JsonObject
        {
            ["id"] = name,
            ["version"] = "7",
            ["category"] = name,
            ["frames"] = 16,
            ["hop"] = 8,
            ["fps"] = 8,
            ["side"] = 80,
            ["scale"] = 1.0,
            ["shift"] = 0.0,
            ["thresholds"] = new JsonObject { ["review"] = 0.5, ["severe"] = 0.9, ["segmentStart"] = 0.9, ["segmentEnd"] = 0.5 },
        };
        change?.Invoke(config);
        var path = System.IO.Path.Combine(Path, name + ".onnx");
        File.Copy(System.IO.Path.Combine(Source, "Models", model + ".onnx"), path);
        File.WriteAllText(System.IO.Path.ChangeExtension(path, ".json"), config.ToJsonString());
        return path;
    }

    public Inspector Load() => Inspector.Load([Path], ExecutionProvider.Cpu);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
