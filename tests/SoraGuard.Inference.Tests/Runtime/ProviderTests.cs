using Microsoft.ML.OnnxRuntime;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Runtime;

public class ProviderTests
{
    [Fact]
    public void Cpu_CanBeAppended()
    {
        using var options = new SessionOptions();
        options.AppendExecutionProvider_CPU(0);

        using var session = new InferenceSession(TestModels.Affine, options);
    }

    [Fact]
    public void Generic_TakesNamesInTheirCaseOnly_AndNeverCuda()
    {
        using var options = new SessionOptions();

        options.AppendExecutionProvider("CPU");

        foreach (var name in new[] { "CUDA", "webgpu", "" })
            Assert.StartsWith("[ErrorCode:InvalidArgument]", Assert.Throws<OnnxRuntimeException>(() => options.AppendExecutionProvider(name)).Message);
    }

    [Fact]
    public void ProviderAppendedTwice_FailsWhenTheSessionIsCreated()
    {
        using var options = new SessionOptions();
        options.AppendExecutionProvider_CPU();
        options.AppendExecutionProvider_CPU();

        var error = Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(TestModels.Affine, options));

        Assert.Contains("already been registered", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WebGpuOption_WithABadValue_IsRefusedAtOnce()
    {
        using var options = new SessionOptions();

        var error = Assert.Throws<OnnxRuntimeException>(
            () => options.AppendExecutionProvider("WebGPU", new Dictionary<string, string> { ["preferredLayout"] = "sideways" }));

        Assert.Contains("sideways", error.Message, StringComparison.Ordinal);
    }

    [CudaMissingFact]
    public void Cuda_WithoutItsLibrary_FailsWithTheLoadersWords()
    {
        using var options = new SessionOptions();
        using var cuda = new OrtCUDAProviderOptions();

        Assert.Contains("Failed to load", Assert.Throws<OnnxRuntimeException>(() => options.AppendExecutionProvider_CUDA(0)).Message, StringComparison.Ordinal);
        Assert.Throws<OnnxRuntimeException>(() => cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = "0" }));
        Assert.Throws<OnnxRuntimeException>(() => options.AppendExecutionProvider_CUDA(cuda));
        Assert.Throws<OnnxRuntimeException>(() => cuda.GetOptions());
    }

    private sealed class CudaMissingFactAttribute : FactAttribute
    {
        public CudaMissingFactAttribute()
        {
            if (Loads())
                Skip = "needs a machine without the CUDA provider: here it loads";
        }

        private static bool Loads()
        {
            try
            {
                using var options = new SessionOptions();
                options.AppendExecutionProvider_CUDA(0);
                return true;
            }
            catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
            {
                return false;
            }
        }
    }
}
