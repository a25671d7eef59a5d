namespace Microsoft.ML.OnnxRuntime.Tensors;

/// <summary>Which C# type stands for which element type.</summary>
internal static class ElementTypes
{
    private static readonly Dictionary<Type, TensorElementType> ByType = new()
    {
        [typeof(float)] = TensorElementType.Float,
        [typeof(byte)] = TensorElementType.UInt8,
        [typeof(sbyte)] = TensorElementType.Int8,
        [typeof(ushort)] = TensorElementType.UInt16,
        [typeof(short)] = TensorElementType.Int16,
        [typeof(int)] = TensorElementType.Int32,
        [typeof(long)] = TensorElementType.Int64,
        [typeof(string)] = TensorElementType.String,
        [typeof(bool)] = TensorElementType.Bool,
        [typeof(Float16)] = TensorElementType.Float16,
        [typeof(double)] = TensorElementType.Double,
        [typeof(uint)] = TensorElementType.UInt32,
        [typeof(ulong)] = TensorElementType.UInt64,
        [typeof(BFloat16)] = TensorElementType.BFloat16,
    };

    private static readonly Dictionary<TensorElementType, Type> ByElement = ByType.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <exception cref="OnnxRuntimeException">No element type is stored as <paramref name="type"/>.</exception>
    public static TensorElementType Of(Type type) =>
        ByType.TryGetValue(type, out var element)
            ? element
            : throw new OnnxRuntimeException(ErrorCode.InvalidArgument, $"A tensor cannot hold elements of type {type}.");

    public static Type TypeOf(TensorElementType element) =>
        ByElement.TryGetValue(element, out var type) ? type : throw new NotSupportedException($"Element type {element} has no C# type.");
}
