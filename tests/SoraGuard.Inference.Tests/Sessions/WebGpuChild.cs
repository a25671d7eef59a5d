using SoraGuard.Inference.Sessions;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Sessions;

/// <summary>The program that this assembly is when it is started by itself. Prints <c>name=value</c> lines.</summary>
internal static class WebGpuChild
{
    public const string Compare = "compare";
    public const string Concurrent = "concurrent";
    public const string Auto = "auto";

    private const int Threads = 4;
    private const int Rounds = 4;

    public static int Main(string[] args)
    {
        switch (args)
        {
            case [Compare]:
                RunCompare();
                return 0;
            case [Concurrent]:
                RunConcurrent();
                return 0;
            case [Auto]:
                using (var model = OnnxModel.Load(TestModels.Network))
                    Tell(model);
                return 0;
            default:
                Console.Error.WriteLine($"one of {Compare}, {Concurrent}, {Auto} is needed; the tests start this program themselves");
                return 2;
        }
    }

    private static void RunCompare()
    {
        var expected = TestModels.NetworkExpected;
        using var model = OnnxModel.Load(TestModels.Network, new OnnxModelOptions { Provider = ExecutionProvider.WebGpu });
        using var run = new NetworkRun(model);
        var onWebGpu = run.Compute(expected["image"]);
        var onCpu = OnCpu(expected["image"]);
        Tell(model);
        Console.WriteLine(FormattableString.Invariant($"differenceToCpu={Difference(onWebGpu, onCpu)}"));
        Console.WriteLine(FormattableString.Invariant($"differenceToExpected={Difference(onWebGpu, (expected["joined"], expected["chances"]))}"));
    }

    // Each thread creates, runs and frees models of its own while the others do the same: without turns this kills the process.
    private static void RunConcurrent()
    {
        var image = TestModels.NetworkExpected["image"];
        var onCpu = OnCpu(image);
        var differences = new float[Threads];
        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                using var model = OnnxModel.Load(TestModels.Network, new OnnxModelOptions { Provider = ExecutionProvider.WebGpu });
                using var run = new NetworkRun(model);
                for (var i = 0; i < Rounds; i++)
                    differences[t] = MathF.Max(differences[t], Difference(run.Compute(image), onCpu));
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine($"threads={Threads}");
        Console.WriteLine(FormattableString.Invariant($"differenceToCpu={differences.Max()}"));
    }

    private static (float[] Joined, float[] Chances) OnCpu(float[] image)
    {
        using var model = OnnxModel.Load(TestModels.Network, new OnnxModelOptions { Provider = ExecutionProvider.Cpu });
        using var run = new NetworkRun(model);
        return run.Compute(image);
    }

    private static float Difference((float[] Joined, float[] Chances) left, (float[] Joined, float[] Chances) right) =>
        MathF.Max(NetworkRun.LargestDifference(left.Joined, right.Joined), NetworkRun.LargestDifference(left.Chances, right.Chances));

    private static void Tell(OnnxModel model)
    {
        Console.WriteLine($"provider={model.Provider}");
        Console.WriteLine($"refused={string.Join("; ", model.Refused.Select(refused => $"{refused.Provider}: {refused.Reason.ReplaceLineEndings(" ")}"))}");
    }
}
