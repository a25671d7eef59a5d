using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Settings of the CUDA provider.</summary>
public unsafe class OrtCUDAProviderOptions : SafeHandle
{
    public OrtCUDAProviderOptions()
        : base(0, ownsHandle: true)
    {
        nint options;
        Status.Check(OrtLibrary.Api->CreateCudaOptions(&options));
        SetHandle(options);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>All settings as <c>key=value;key=value</c>.</summary>
    /// <exception cref="OnnxRuntimeException">The CUDA provider's library cannot be loaded.</exception>
    public string GetOptions()
    {
        using var options = new Lease(this);
        byte* text;
        Status.Check(OrtLibrary.Api->GetCudaOptionsAsString(options.Pointer, DefaultAllocator.Pointer, &text));
        return Utf8.Take(text);
    }

    /// <param name="providerOptions">For example <c>device_id</c>, <c>gpu_mem_limit</c> (bytes), <c>cudnn_conv_algo_search</c>.</param>
    /// <exception cref="OnnxRuntimeException">A key or value is wrong, or the CUDA provider's library cannot be loaded.</exception>
    public void UpdateOptions(Dictionary<string, string> providerOptions)
    {
        ArgumentNullException.ThrowIfNull(providerOptions);
        using var options = new Lease(this);
        var pairs = new Utf8Pairs(providerOptions);
        Status.Check(OrtLibrary.Api->UpdateCudaOptions(options.Pointer, pairs.Keys, pairs.Values, pairs.Count));
        GC.KeepAlive(pairs);
    }

    protected override bool ReleaseHandle()
    {
        OrtLibrary.Api->ReleaseCudaOptions(handle);
        return true;
    }
}
