using System.Buffers;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>The pointers of a list of values, all leased for one call.</summary>
internal ref struct ValueList : IDisposable
{
    private readonly SafeHandle[] _handles;
    private readonly nint[] _pointers;
    private int _count;

    /// <param name="values">The values, in the order of their names.</param>
    /// <param name="refuseDisposed">
    /// True: a disposed value throws. False: it becomes a null pointer, which the library refuses by the input's name. Outputs need true, for
    /// there a null pointer asks the library to allocate.
    /// </param>
    public ValueList(IReadOnlyCollection<OrtValue> values, bool refuseDisposed)
    {
        _handles = ArrayPool<SafeHandle>.Shared.Rent(values.Count);
        _pointers = ArrayPool<nint>.Shared.Rent(values.Count);
        try
        {
            foreach (var value in values)
                Add(value, refuseDisposed);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public readonly ReadOnlySpan<nint> Pointers => _pointers.AsSpan(0, _count);

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
            _handles[i]?.DangerousRelease();
        _handles.AsSpan(0, _count).Clear();
        ArrayPool<SafeHandle>.Shared.Return(_handles);
        ArrayPool<nint>.Shared.Return(_pointers);
        _count = 0;
    }

    private void Add(OrtValue value, bool refuseDisposed)
    {
        ArgumentNullException.ThrowIfNull(value);
        var handle = value.Handle;
        if (refuseDisposed)
            ObjectDisposedException.ThrowIf(handle.IsDisposed, value);
        var added = false;
        if (!handle.IsDisposed)
            handle.DangerousAddRef(ref added);
        _handles[_count] = added ? handle : null;
        _pointers[_count++] = added ? handle.DangerousGetHandle() : 0;
    }
}
