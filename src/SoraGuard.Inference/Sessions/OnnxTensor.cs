using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SoraGuard.Inference.Sessions;

/// <summary>A named tensor in memory that is allocated once and used for many runs. Always an <see cref="OnnxTensor{T}"/>.</summary>
public abstract class OnnxTensor : IDisposable
{
    private readonly long[] _shape;

    private protected OnnxTensor(string name, TensorElementType elementType, ReadOnlySpan<long> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        ElementType = elementType;
        _shape = shape.ToArray();
    }

    public string Name { get; }

    /// <summary>Outermost dimension first; empty for a scalar.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    internal TensorElementType ElementType { get; }

    internal abstract OrtValue Value { get; }

    /// <summary>For example <c>x float[2,16,8,8,8]</c>.</summary>
    public override string ToString() => $"{Name} {TensorSpec.NameOf(ElementType)}[{string.Join(',', _shape)}]";

    /// <summary>Lets go of the memory. Not while a run uses the tensor.</summary>
    public abstract void Dispose();
}
