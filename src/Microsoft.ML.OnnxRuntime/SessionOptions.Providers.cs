using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <content>Execution providers: the order of appending is the order of preference, and the CPU comes last by itself.</content>
public unsafe partial class SessionOptions
{
    /// <param name="useArena">1 keeps freed memory for later runs, 0 does not.</param>
    public void AppendExecutionProvider_CPU(int useArena = 1)
    {
        using var options = new Lease(this);
        var append = (delegate* unmanaged<nint, int, nint>)OrtLibrary.Export("OrtSessionOptionsAppendExecutionProvider_CPU");
        Status.Check(append(options.Pointer, useArena));
    }

    /// <exception cref="OnnxRuntimeException">The CUDA provider's library, CUDA or cuDNN cannot be loaded, or there is no such device.</exception>
    public void AppendExecutionProvider_CUDA(int deviceId = 0)
    {
        using var options = new Lease(this);
        var append = (delegate* unmanaged<nint, int, nint>)OrtLibrary.Export("OrtSessionOptionsAppendExecutionProvider_CUDA");
        Status.Check(append(options.Pointer, deviceId));
    }

    /// <inheritdoc cref="AppendExecutionProvider_CUDA(int)"/>
    public void AppendExecutionProvider_CUDA(OrtCUDAProviderOptions cudaProviderOptions)
    {
        using var options = new Lease(this);
        using var cuda = new Lease(cudaProviderOptions);
        Status.Check(OrtLibrary.Api->AppendCudaV2(options.Pointer, cuda.Pointer));
    }

    /// <param name="providerName"><c>WebGPU</c>, <c>CPU</c> and others, in this case; never CUDA or TensorRT, which have members of their own.</param>
    /// <param name="providerOptions">The provider's own keys; an unknown key is ignored, a bad value refused.</param>
    /// <exception cref="OnnxRuntimeException">An unknown name, one that this build lacks, or a bad value.</exception>
    public void AppendExecutionProvider(string providerName, Dictionary<string, string> providerOptions = null)
    {
        using var options = new Lease(this);
        var pairs = new Utf8Pairs(providerOptions);
        fixed (byte* name = Utf8.Terminated(providerName))
            Status.Check(OrtLibrary.Api->AppendExecutionProvider(options.Pointer, name, pairs.Keys, pairs.Values, pairs.Count));
        GC.KeepAlive(pairs);
    }
}
