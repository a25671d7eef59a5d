using System.Diagnostics;
using System.Globalization;

namespace SoraGuard.Inference.Tests.Sessions;

/// <summary>
/// WebGPU in a child process, <see cref="WebGpuChild"/>: the Vulkan driver is chosen by environment variables that must be set before the library
/// loads, and a fault in it kills the process.
/// </summary>
[Trait("Category", "Integration")]
public class WebGpuTests
{
    private const int TimeoutMs = 180_000;

    [SwiftShaderFact]
    public void Network_OnWebGpu_GivesTheCpusNumbersAndPyTorchs()
    {
        var answer = RunChild(WebGpuChild.Compare);

        Assert.Equal("WebGpu", answer["provider"]);
        Assert.Equal("", answer["refused"]);
        Assert.InRange(Number(answer["differenceToCpu"]), 0, 1e-4);
        Assert.InRange(Number(answer["differenceToExpected"]), 0, 1e-4);
    }

    [SwiftShaderFact]
    public void ManyModelsAndThreads_OnWebGpu_TakeTurns()
    {
        var answer = RunChild(WebGpuChild.Concurrent);

        Assert.Equal("4", answer["threads"]);
        Assert.InRange(Number(answer["differenceToCpu"]), 0, 1e-4);
    }

    [SwiftShaderFact]
    public void Auto_WithSoftwareVulkanOnly_NeverTakesWebGpu_AndSaysWhy()
    {
        var answer = RunChild(WebGpuChild.Auto);

        var (provider, refused) = (answer["provider"], answer["refused"]);
        if (provider == "Cuda")
            Assert.Equal("", refused);
        else
        {
            Assert.Equal("Cpu", provider);
            Assert.StartsWith("Cuda: ", refused);
            Assert.Contains("WebGpu: Vulkan reports only software devices: SwiftShader", refused, StringComparison.Ordinal);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> RunChild(string command)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, [typeof(WebGpuTests).Assembly.Location, command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["VK_ICD_FILENAMES"] = SwiftShaderFactAttribute.Driver;
        start.Environment["XDG_RUNTIME_DIR"] = Path.GetTempPath();
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        if (!child.WaitForExit(TimeoutMs))
        {
            child.Kill();
            Assert.Fail($"{command} did not end within {TimeoutMs} ms");
        }
        Assert.True(child.ExitCode == 0, $"{command} ended with {child.ExitCode}: {output.Result}{errors.Result}");
        return output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
