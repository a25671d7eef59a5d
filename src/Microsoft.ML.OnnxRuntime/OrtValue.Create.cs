using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <content>Making tensors.</content>
public unsafe partial class OrtValue
{
    /// <summary>A tensor over managed memory, which stays pinned until the value is disposed. Nothing is copied.</summary>
    /// <param name="memoryInfo">The CPU's.</param>
    /// <param name="memory">At least as many elements as the shape holds.</param>
    /// <param name="shape">Outermost first; empty for a scalar.</param>
    /// <exception cref="OnnxRuntimeException">The shape needs more elements, or T is no element type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative dimension.</exception>
    public static OrtValue CreateTensorValueFromMemory<T>(OrtMemoryInfo memoryInfo, Memory<T> memory, long[] shape)
        where T : unmanaged
    {
        var type = ElementTypes.Of(typeof(T));
        var count = CountOf(shape);
        if (count > memory.Length)
            throw new OnnxRuntimeException(
                ErrorCode.InvalidArgument, $"The shape [{string.Join(',', shape)}] needs {count} elements, the memory holds {memory.Length}.");
        var pin = memory.Pin();
        try
        {
            var value = CreateOver(memoryInfo, type, shape, (nint)pin.Pointer, checked((long)memory.Length * sizeof(T)));
            return new OrtValue(new NativeHandle(value, OrtLibrary.Api->ReleaseValue, memory: pin));
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="CreateTensorValueFromMemory{T}(OrtMemoryInfo, Memory{T}, long[])"/>
    public static OrtValue CreateTensorValueFromMemory<T>(T[] data, long[] shape)
        where T : unmanaged => CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<T>(data), shape);

    /// <summary>A tensor over native memory, which the caller keeps until the value and every binding of it are gone.</summary>
    /// <exception cref="OnnxRuntimeException">The shape needs more bytes, or the pointer is null where bytes are needed.</exception>
    public static OrtValue CreateTensorValueWithData(
        OrtMemoryInfo memInfo, TensorElementType elementType, long[] shape, IntPtr dataBufferPtr, long bufferLengthInBytes)
    {
        var count = CountOf(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(bufferLengthInBytes);
        if (dataBufferPtr == 0 && count != 0)
            throw new OnnxRuntimeException(ErrorCode.InvalidArgument, "The data pointer is null.");
        return new OrtValue(new NativeHandle(CreateOver(memInfo, elementType, shape, dataBufferPtr, bufferLengthInBytes), OrtLibrary.Api->ReleaseValue));
    }

    /// <summary>A tensor in memory of <paramref name="allocator"/>; its elements are not initialised.</summary>
    public static OrtValue CreateAllocatedTensorValue(OrtAllocator allocator, TensorElementType elementType, long[] shape)
    {
        _ = CountOf(shape);
        using var native = new Lease(allocator);
        nint value;
        fixed (long* dimensions = shape)
            Status.Check(OrtLibrary.Api->CreateTensor(native.Pointer, dimensions, (nuint)shape.Length, (int)elementType, &value));
        return new OrtValue(new NativeHandle(value, OrtLibrary.Api->ReleaseValue, parent: allocator));
    }

    private static nint CreateOver(OrtMemoryInfo memoryInfo, TensorElementType type, long[] shape, nint data, long lengthBytes)
    {
        using var info = new Lease(memoryInfo);
        nint value;
        fixed (long* dimensions = shape)
        {
            Status.Check(OrtLibrary.Api->CreateTensorWithData(
                info.Pointer, (void*)data, (nuint)lengthBytes, dimensions, (nuint)shape.Length, (int)type, &value));
        }
        return value;
    }

    private static long CountOf(long[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var count = 1L;
        foreach (var dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            count = checked(count * dimension);
        }
        return count;
    }
}
