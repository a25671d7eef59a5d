namespace SoraGuard.Inference.Sessions;

/// <summary>The written form of <see cref="ExecutionProvider"/>.</summary>
public static class ExecutionProviders
{
    /// <summary>The environment variable that holds the choice: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>webgpu</c>.</summary>
    public const string EnvironmentVariable = "SORAGUARD__ONNX__PROVIDER";

    /// <param name="value">The variable's value, in any case; null or empty means <see cref="ExecutionProvider.Auto"/>.</param>
    /// <exception cref="FormatException">Anything else; the message lists the choices.</exception>
    public static ExecutionProvider Parse(string? value) => value?.ToLowerInvariant() switch
    {
        null or "" or "auto" => ExecutionProvider.Auto,
        "cpu" => ExecutionProvider.Cpu,
        "cuda" => ExecutionProvider.Cuda,
        "webgpu" => ExecutionProvider.WebGpu,
        _ => throw new FormatException($"{EnvironmentVariable} is '{value}', which is no execution provider: choose auto, cpu, cuda or webgpu."),
    };
}
