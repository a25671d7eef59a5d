using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>A value that goes into or comes out of a run; here always a tensor. Spans taken from it end with it.</summary>
public unsafe partial class OrtValue : IDisposable
{
    internal OrtValue(NativeHandle handle) => Handle = handle;

    public OnnxValueType OnnxType
    {
        get
        {
            using var value = new Lease(Handle, this);
            int type;
            Status.Check(OrtLibrary.Api->GetValueType(value.Pointer, &type));
            return (OnnxValueType)type;
        }
    }

    public bool IsTensor => OnnxType == OnnxValueType.ONNX_TYPE_TENSOR;

    internal NativeHandle Handle { get; }

    /// <summary>The elements, in row-major order. <typeparamref name="T"/> is the element type, or <c>byte</c> for the raw bytes of any type.</summary>
    /// <exception cref="OnnxRuntimeException">Another element type, strings, or memory that is not the CPU's.</exception>
    /// <exception cref="OverflowException">More elements than a span can hold.</exception>
    public ReadOnlySpan<T> GetTensorDataAsSpan<T>()
        where T : unmanaged => GetTensorMutableDataAsSpan<T>();

    /// <inheritdoc cref="GetTensorDataAsSpan{T}"/>
    public Span<T> GetTensorMutableDataAsSpan<T>()
        where T : unmanaged
    {
        using var value = new Lease(Handle, this);
        var (type, count) = TypeAndCount(value.Pointer);
        if (type == TensorElementType.String)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, "A tensor of strings has no span of elements.");
        var isRaw = typeof(T) == typeof(byte) && type != TensorElementType.UInt8;
        if (!isRaw && ElementTypes.Of(typeof(T)) != type)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"Requested type: {typeof(T)}, the tensor holds {type}.");
        RefuseDeviceMemory(value.Pointer);
        void* data;
        Status.Check(OrtLibrary.Api->GetTensorMutableData(value.Pointer, &data));
        return new Span<T>(data, checked((int)(isRaw ? SizeInBytes(value.Pointer) : count)));
    }

    public Span<byte> GetTensorMutableRawData() => GetTensorMutableDataAsSpan<byte>();

    /// <exception cref="OnnxRuntimeException">A tensor of strings.</exception>
    public long GetTensorSizeInBytes()
    {
        using var value = new Lease(Handle, this);
        return SizeInBytes(value.Pointer);
    }

    public OrtTensorTypeAndShapeInfo GetTensorTypeAndShape()
    {
        using var value = new Lease(Handle, this);
        nint info;
        Status.Check(OrtLibrary.Api->GetTensorTypeAndShape(value.Pointer, &info));
        try
        {
            return new OrtTensorTypeAndShapeInfo(info);
        }
        finally
        {
            OrtLibrary.Api->ReleaseTensorTypeAndShapeInfo(info);
        }
    }

    /// <summary>Where the tensor lies. Valid while this value is.</summary>
    public OrtMemoryInfo GetTensorMemoryInfo()
    {
        using var value = new Lease(Handle, this);
        nint info;
        Status.Check(OrtLibrary.Api->GetTensorMemoryInfo(value.Pointer, &info));
        return new OrtMemoryInfo(info, owner: this);
    }

    /// <summary>Frees the tensor, or lets go of the memory it was made over. May be called again.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    // The handle has the finalizer, so a value that was never disposed frees its memory and its pin all the same.
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Handle.Dispose();
    }

    private static long SizeInBytes(nint value)
    {
        nuint size;
        Status.Check(OrtLibrary.Api->GetTensorSizeInBytes(value, &size));
        return checked((long)size);
    }

    private static (TensorElementType Type, long Count) TypeAndCount(nint value)
    {
        nint info;
        int type;
        nuint count;
        Status.Check(OrtLibrary.Api->GetTensorTypeAndShape(value, &info));
        try
        {
            Status.Check(OrtLibrary.Api->GetTensorElementType(info, &type));
            Status.Check(OrtLibrary.Api->GetTensorShapeElementCount(info, &count));
        }
        finally
        {
            OrtLibrary.Api->ReleaseTensorTypeAndShapeInfo(info);
        }
        return ((TensorElementType)type, checked((long)count));
    }

    // For a tensor on a device the library gives the device's handle as if it were an address.
    private static void RefuseDeviceMemory(nint value)
    {
        nint info;
        Status.Check(OrtLibrary.Api->GetTensorMemoryInfo(value, &info));
        if (!OrtMemoryInfo.IsCpu(info))
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, "The tensor lies on a device; bind the output to CPU memory to read it.");
    }
}
