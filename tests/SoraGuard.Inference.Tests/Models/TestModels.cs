using System.Text.Json;
using SoraGuard.TestData;

namespace SoraGuard.Inference.Tests.Models;

/// <summary>The models that make_models.py writes.</summary>
internal static class TestModels
{
    public static string Folder { get; } = Path.Combine(SharedData.RepositoryRoot, "tests", "SoraGuard.Inference.Tests", "Models");

    /// <summary>x float[n,3] -> y float[n,2] = x W + b.</summary>
    public static string Affine => Path.Combine(Folder, "affine.onnx");

    /// <summary>ids int64[2,2] -> rows float[2,2,3], doubled int64[2,2].</summary>
    public static string Lookup => Path.Combine(Folder, "lookup.onnx");

    /// <summary>trips int64[], x float[4] -> y float[4] = x, after as many steps as asked.</summary>
    public static string Loop => Path.Combine(Folder, "loop.onnx");

    /// <summary>x float[2] -> pair, a sequence.</summary>
    public static string Sequence => Path.Combine(Folder, "sequence.onnx");

    /// <summary>x float[2] -> y float[2] = x + a weight that lies in external.bin.</summary>
    public static string External => Path.Combine(Folder, "external.onnx");

    /// <summary>image float[1,3,6,6] -> joined float[1,36,8], chances float[1,4].</summary>
    public static string Network => Path.Combine(Folder, "network.onnx");

    /// <summary>The network's input and what PyTorch computes from it in double precision.</summary>
    public static IReadOnlyDictionary<string, float[]> NetworkExpected =>
        JsonSerializer.Deserialize<Dictionary<string, float[]>>(File.ReadAllText(Path.Combine(Folder, "network.expected.json")))!;

    /// <summary>Two rows of x for <see cref="Affine"/>.</summary>
    public static float[] TwoRows => [1, 2, 3, -4, 5, 6];

    /// <summary>x W + b worked out by hand: W = [[1,-2],[3,4],[-5,6]], b = [10,-20].</summary>
    public static float[] TwoRowsMapped => [1 + 6 - 15 + 10, -2 + 8 + 18 - 20, -4 + 15 - 30 + 10, 8 + 20 + 36 - 20];
}
