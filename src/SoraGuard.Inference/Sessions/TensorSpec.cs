using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SoraGuard.Inference.Sessions;

/// <summary>What a model says of one of its inputs or outputs.</summary>
public sealed class TensorSpec
{
    private readonly int[] _dimensions;
    private readonly string[] _symbols;
    private readonly TensorElementType _elementType;

    internal TensorSpec(string name, NodeMetadata metadata)
    {
        Name = name;
        _dimensions = metadata.IsTensor ? metadata.Dimensions : [];
        _symbols = metadata.IsTensor ? metadata.SymbolicDimensions : [];
        _elementType = metadata.IsTensor ? metadata.ElementDataType : default;
    }

    public string Name { get; }

    /// <summary>Outermost first; -1 where the model leaves the size open.</summary>
    public IReadOnlyList<int> Dimensions => _dimensions;

    /// <summary>For example <c>x float[2,16,8,8,8]</c> or <c>ids int64[batch,16]</c>.</summary>
    public override string ToString() => $"{Name} {NameOf(_elementType)}[{string.Join(',', _dimensions.Select(SizeOrSymbol))}]";

    internal bool Accepts(OnnxTensor tensor)
    {
        if (tensor.ElementType != _elementType || tensor.Shape.Length != _dimensions.Length)
            return false;
        for (var i = 0; i < _dimensions.Length; i++)
            if (_dimensions[i] >= 0 && _dimensions[i] != tensor.Shape[i])
                return false;
        return true;
    }

    internal static string NameOf(TensorElementType type) => type == default ? "not a tensor" : type.ToString().ToLowerInvariant();

    private string SizeOrSymbol(int size, int index) => size >= 0 ? $"{size}" : _symbols[index].Length > 0 ? _symbols[index] : "?";
}
