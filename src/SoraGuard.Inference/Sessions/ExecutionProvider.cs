namespace SoraGuard.Inference.Sessions;

/// <summary>What runs a model.</summary>
public enum ExecutionProvider
{
    /// <summary>CUDA if it loads, else WebGPU if Vulkan reports a hardware device, else the CPU.</summary>
    Auto,
    Cpu,
    Cuda,

    /// <summary>A GPU of any vendor, through Vulkan. Software Vulkan is used only when WebGPU is asked for by name.</summary>
    WebGpu,
}
