using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The element type and shape of a tensor.</summary>
public unsafe struct OrtTensorTypeAndShapeInfo
{
    // Borrows the pointer: everything is read here.
    internal OrtTensorTypeAndShapeInfo(nint info)
    {
        var api = OrtLibrary.Api;
        int type;
        Status.Check(api->GetTensorElementType(info, &type));
        ElementDataType = (TensorElementType)type;
        Shape = ReadShape(info);
        nuint count;
        Status.Check(api->GetTensorShapeElementCount(info, &count));
        ElementCount = checked((long)count);
    }

    public TensorElementType ElementDataType { get; }

    public bool IsString => ElementDataType == TensorElementType.String;

    public long ElementCount { get; }

    public int DimensionsCount => Shape.Length;

    /// <summary>The dimensions, outermost first; empty for a scalar.</summary>
    public long[] Shape { get; }

    internal static long[] ReadShape(nint info)
    {
        nuint rank;
        Status.Check(OrtLibrary.Api->GetDimensionsCount(info, &rank));
        var shape = new long[checked((int)rank)];
        fixed (long* dimensions = shape)
            Status.Check(OrtLibrary.Api->GetDimensions(info, dimensions, rank));
        return shape;
    }
}
