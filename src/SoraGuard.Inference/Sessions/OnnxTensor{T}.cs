using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace SoraGuard.Inference.Sessions;

/// <summary>A named tensor of <c>float</c> or <c>long</c>.</summary>
public sealed class OnnxTensor<T> : OnnxTensor
    where T : unmanaged
{
    private readonly T[] _data;
    private readonly OrtValue _value;
    private bool _disposed;

    /// <summary>A tensor of zeros.</summary>
    /// <param name="name">The model's input or output.</param>
    /// <param name="shape">Outermost dimension first; none for a scalar.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>long</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative dimension, or more elements than an array can hold.</exception>
    public OnnxTensor(string name, params ReadOnlySpan<long> shape)
        : base(name, TypeOfElement(), shape)
    {
        // Allocated where the collector never moves it: pinning it for the life of the tensor then costs nothing.
        _data = GC.AllocateArray<T>(CountOf(shape), pinned: true);
        _value = OrtValue.CreateTensorValueFromMemory(_data, shape.ToArray());
    }

    /// <summary>The elements in row-major order: written before a run, read after it.</summary>
    public Span<T> Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _data;
        }
    }

    internal override OrtValue Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _value;
        }
    }

    public override void Dispose()
    {
        _disposed = true;
        _value.Dispose();
    }

    private static TensorElementType TypeOfElement() =>
        typeof(T) == typeof(float) ? TensorElementType.Float
        : typeof(T) == typeof(long) ? TensorElementType.Int64
        : throw new NotSupportedException($"A tensor holds float or long, not {typeof(T)}.");

    private static int CountOf(ReadOnlySpan<long> shape)
    {
        var count = 1L;
        foreach (var dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            if (dimension != 0 && count > Array.MaxLength / dimension)
                throw new ArgumentOutOfRangeException(nameof(shape), $"[{string.Join(',', shape.ToArray())}] holds more elements than an array can.");
            count *= dimension;
        }
        return (int)count;
    }
}
