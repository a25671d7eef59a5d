using Microsoft.ML.OnnxRuntime.Native;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>What a model says of one of its inputs or outputs.</summary>
public unsafe class NodeMetadata
{
    private readonly int[] _dimensions;
    private readonly string[] _symbolicDimensions;
    private readonly TensorElementType _elementDataType;

    // Borrows the OrtTypeInfo: everything is read here.
    internal NodeMetadata(nint typeInfo)
    {
        var api = OrtLibrary.Api;
        int type;
        Status.Check(api->GetOnnxTypeFromTypeInfo(typeInfo, &type));
        OnnxValueType = (OnnxValueType)type;
        if (!IsTensor)
            return;
        nint tensor;
        int elementType;
        Status.Check(api->CastTypeInfoToTensorInfo(typeInfo, &tensor));
        Status.Check(api->GetTensorElementType(tensor, &elementType));
        _elementDataType = (TensorElementType)elementType;
        _dimensions = Array.ConvertAll(OrtTensorTypeAndShapeInfo.ReadShape(tensor), dimension => checked((int)dimension));
        _symbolicDimensions = ReadSymbols(tensor, _dimensions.Length);
    }

    public OnnxValueType OnnxValueType { get; }

    /// <summary>True of tensors and sparse tensors.</summary>
    public bool IsTensor => OnnxValueType is OnnxValueType.ONNX_TYPE_TENSOR or OnnxValueType.ONNX_TYPE_SPARSETENSOR;

    /// <summary>The dimensions, outermost first, -1 where the model leaves one open.</summary>
    /// <exception cref="InvalidOperationException">Not a tensor.</exception>
    public int[] Dimensions => OfTensor(_dimensions);

    /// <summary>The names of the open dimensions; empty where a dimension is fixed or has no name.</summary>
    /// <exception cref="InvalidOperationException">Not a tensor.</exception>
    public string[] SymbolicDimensions => OfTensor(_symbolicDimensions);

    /// <exception cref="InvalidOperationException">Not a tensor.</exception>
    public TensorElementType ElementDataType => OfTensor(_elementDataType);

    /// <exception cref="InvalidOperationException">Not a tensor.</exception>
    /// <exception cref="NotSupportedException">The element type has no C# type.</exception>
    public Type ElementType => ElementTypes.TypeOf(ElementDataType);

    public bool IsString => IsTensor && _elementDataType == TensorElementType.String;

    private static string[] ReadSymbols(nint tensor, int rank)
    {
        // Borrowed pointers into the type info.
        var names = stackalloc byte*[rank];
        Status.Check(OrtLibrary.Api->GetSymbolicDimensions(tensor, names, (nuint)rank));
        var symbols = new string[rank];
        for (var i = 0; i < rank; i++)
            symbols[i] = Utf8.Read(names[i]);
        return symbols;
    }

    private T OfTensor<T>(T value) =>
        IsTensor ? value : throw new InvalidOperationException($"{OnnxValueType} has neither dimensions nor an element type.");
}
