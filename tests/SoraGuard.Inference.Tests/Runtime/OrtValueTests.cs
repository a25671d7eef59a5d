using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SoraGuard.Inference.Tests.Runtime;

public class OrtValueTests
{
    [Fact]
    public void OverMemory_IsAViewAndNoCopy()
    {
        var data = new float[] { 1, 2, 3, 4, 5, 6 };
        using var value = OrtValue.CreateTensorValueFromMemory(data, [2, 3]);

        data[0] = 10;
        value.GetTensorMutableDataAsSpan<float>()[5] = 60;

        Assert.Equal([10, 2, 3, 4, 5, 60], value.GetTensorDataAsSpan<float>());
        Assert.Equal(60, data[5]);
        Assert.Equal(24, value.GetTensorSizeInBytes());
        Assert.True(value.IsTensor);
    }

    [Fact]
    public void Shape_IsReported()
    {
        using var value = OrtValue.CreateTensorValueFromMemory(new long[24], [2, 3, 4]);

        var info = value.GetTensorTypeAndShape();

        Assert.Equal([2, 3, 4], info.Shape);
        Assert.Equal((TensorElementType.Int64, 24, 3, false), (info.ElementDataType, info.ElementCount, info.DimensionsCount, info.IsString));
    }

    [Fact]
    public void EmptyShape_IsAScalar()
    {
        using var value = OrtValue.CreateTensorValueFromMemory([7f], []);

        Assert.Equal((0, 1), (value.GetTensorTypeAndShape().DimensionsCount, (int)value.GetTensorTypeAndShape().ElementCount));
        Assert.Equal([7f], value.GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void ShapeSmallerThanTheMemory_IsAllowed_LargerIsNot()
    {
        using var value = OrtValue.CreateTensorValueFromMemory(new float[6], [2, 2]);

        Assert.Equal(4, value.GetTensorDataAsSpan<float>().Length);
        Assert.StartsWith(
            "[ErrorCode:InvalidArgument]", Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory(new float[6], [2, 4])).Message);
    }

    [Fact]
    public void ImpossibleShape_IsRefusedBeforeTheLibrarySeesIt()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => OrtValue.CreateTensorValueFromMemory(new float[6], [2, -3]));
        Assert.Throws<OverflowException>(() => OrtValue.CreateTensorValueFromMemory(new float[6], [1L << 32, 1L << 32]));
        Assert.Throws<ArgumentNullException>(() => OrtValue.CreateTensorValueFromMemory(new float[6], null));
    }

    [Fact]
    public void Span_OfAnotherType_IsRefused_BytesAreAlwaysAllowed()
    {
        using var value = OrtValue.CreateTensorValueFromMemory(new Float16[] { (Float16)1.5f }, [1]);

        Assert.Contains("Requested type:", Assert.Throws<OnnxRuntimeException>(() => value.GetTensorDataAsSpan<ushort>().Length).Message, StringComparison.Ordinal);
        Assert.Throws<OnnxRuntimeException>(() => value.GetTensorDataAsSpan<Half>().Length);
        Assert.Equal<byte>([0x00, 0x3e], value.GetTensorDataAsSpan<byte>().ToArray());
        Assert.Equal<byte>([0x00, 0x3e], value.GetTensorMutableRawData().ToArray());
    }

    [Fact]
    public void Span_OfStrings_IsRefused()
    {
        using var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.String, [2]);

        Assert.True(value.GetTensorTypeAndShape().IsString);
        Assert.StartsWith("[ErrorCode:InvalidArgument]", Assert.Throws<OnnxRuntimeException>(() => value.GetTensorDataAsSpan<byte>().Length).Message);
    }

    [Fact]
    public void UnsupportedElementType_IsRefused() =>
        Assert.StartsWith("[ErrorCode:InvalidArgument]", Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueFromMemory(new Half[1], [1])).Message);

    [Theory]
    [MemberData(nameof(ElementTypes))]
    public void EveryElementType_HasItsNumber(Func<OrtValue> create, TensorElementType expected)
    {
        using var value = create();

        Assert.Equal(expected, value.GetTensorTypeAndShape().ElementDataType);
    }

    public static TheoryData<Func<OrtValue>, TensorElementType> ElementTypes() => new()
    {
        { One<float>, TensorElementType.Float },
        { One<byte>, TensorElementType.UInt8 },
        { One<sbyte>, TensorElementType.Int8 },
        { One<ushort>, TensorElementType.UInt16 },
        { One<short>, TensorElementType.Int16 },
        { One<int>, TensorElementType.Int32 },
        { One<long>, TensorElementType.Int64 },
        { One<bool>, TensorElementType.Bool },
        { One<Float16>, TensorElementType.Float16 },
        { One<double>, TensorElementType.Double },
        { One<uint>, TensorElementType.UInt32 },
        { One<ulong>, TensorElementType.UInt64 },
        { One<BFloat16>, TensorElementType.BFloat16 },
    };

    [Fact]
    public void Allocated_LiesInTheAllocatorsMemory()
    {
        using var value = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [2, 2]);
        value.GetTensorMutableDataAsSpan<float>().Fill(3);

        Assert.Equal([3, 3, 3, 3], value.GetTensorDataAsSpan<float>());
        Assert.Equal("Cpu", value.GetTensorMemoryInfo().Name);
        Assert.Equal(OrtAllocator.DefaultInstance.Info.Name, value.GetTensorMemoryInfo().Name);
    }

    [Fact]
    public void OverNativeMemory_ReadsIt_AndNullIsRefused()
    {
        var memory = Marshal.AllocHGlobal(8);
        try
        {
            Marshal.Copy(new float[] { 1, 2 }, 0, memory, 2);
            using var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [2], memory, 8);

            Assert.Equal([1, 2], value.GetTensorDataAsSpan<float>());
            Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [3], memory, 8));
            Assert.Throws<OnnxRuntimeException>(() => OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [2], 0, 8));
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    [Fact]
    public void Dispose_Twice_IsAllowed_UseAfterwardsIsNot()
    {
        var value = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
        value.Dispose();
        value.Dispose();

        Assert.Throws<ObjectDisposedException>(() => value.GetTensorDataAsSpan<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => value.OnnxType);
    }

    private static OrtValue One<T>()
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(new T[1], [1]);
}
