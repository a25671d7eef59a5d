using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>
/// The pointer of a handle for the length of one native call: disposing the handle meanwhile, on any thread, frees nothing before the lease ends.
/// </summary>
internal readonly ref struct Lease : IDisposable
{
    private readonly SafeHandle _handle;

    /// <exception cref="ObjectDisposedException">The handle was disposed already.</exception>
    public Lease(SafeHandle handle, object owner = null)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ObjectDisposedException.ThrowIf(handle.IsClosed || handle is NativeHandle { IsDisposed: true }, owner ?? handle);
        var added = false;
        handle.DangerousAddRef(ref added);
        _handle = handle;
        Pointer = handle.DangerousGetHandle();
    }

    public nint Pointer { get; }

    public void Dispose() => _handle?.DangerousRelease();
}
