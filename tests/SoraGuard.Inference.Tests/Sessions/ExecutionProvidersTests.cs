using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Tests.Sessions;

public class ExecutionProvidersTests
{
    [Theory]
    [InlineData(null, ExecutionProvider.Auto)]
    [InlineData("", ExecutionProvider.Auto)]
    [InlineData("auto", ExecutionProvider.Auto)]
    [InlineData("cpu", ExecutionProvider.Cpu)]
    [InlineData("CUDA", ExecutionProvider.Cuda)]
    [InlineData("WebGPU", ExecutionProvider.WebGpu)]
    public void Parse_TakesTheFourChoices(string? value, ExecutionProvider expected) => Assert.Equal(expected, ExecutionProviders.Parse(value));

    [Theory]
    [InlineData("gpu")]
    [InlineData(" cpu")]
    [InlineData("1")]
    public void Parse_AnythingElse_ListsTheChoices(string value)
    {
        var error = Assert.Throws<FormatException>(() => ExecutionProviders.Parse(value));

        Assert.Equal($"SORAGUARD__ONNX__PROVIDER is '{value}', which is no execution provider: choose auto, cpu, cuda or webgpu.", error.Message);
    }
}
