using System.Buffers;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>A native object with what frees it, and with what must outlive it: a parent handle, or pinned managed memory.</summary>
internal sealed unsafe class NativeHandle : SafeHandle
{
    private readonly delegate* unmanaged<nint, void> _release;
    private readonly SafeHandle _parent;
    private MemoryHandle _memory;

    public NativeHandle(nint pointer, delegate* unmanaged<nint, void> release, SafeHandle parent = null, MemoryHandle memory = default)
        : base(0, ownsHandle: true)
    {
        if (parent is not null)
        {
            var added = false;
            parent.DangerousAddRef(ref added);
            _parent = parent;
        }
        _release = release;
        _memory = memory;
        SetHandle(pointer);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Disposed by its owner. <see cref="SafeHandle.IsClosed"/> is true only when the last lease has ended too.</summary>
    public bool IsDisposed { get; private set; }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        _release(handle);
        _memory.Dispose();
        _parent?.DangerousRelease();
        return true;
    }
}
