using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Allocates the memory of tensors, on the CPU or on a session's device.</summary>
public unsafe class OrtAllocator : SafeHandle
{
    private static readonly Lazy<OrtAllocator> Default = new(() => new OrtAllocator(), LazyThreadSafetyMode.PublicationOnly);

    // The session must outlive its allocators.
    private readonly NativeHandle _session;

    /// <exception cref="OnnxRuntimeException">The session has no such memory.</exception>
    public OrtAllocator(InferenceSession session, OrtMemoryInfo memInfo)
        : base(0, ownsHandle: true)
    {
        ArgumentNullException.ThrowIfNull(session);
        using var native = new Lease(session.Handle, session);
        using var info = new Lease(memInfo);
        nint allocator;
        Status.Check(OrtLibrary.Api->CreateAllocator(native.Pointer, info.Pointer, &allocator));
        SetHandle(allocator);
        var added = false;
        session.Handle.DangerousAddRef(ref added);
        _session = session.Handle;
    }

    private OrtAllocator()
        : base(0, ownsHandle: false) => SetHandle(DefaultAllocator.Pointer);

    /// <summary>The CPU allocator that every session shares.</summary>
    public static OrtAllocator DefaultInstance => Default.Value;

    public override bool IsInvalid => handle == 0;

    public OrtMemoryInfo Info
    {
        get
        {
            using var allocator = new Lease(this);
            nint info;
            Status.Check(OrtLibrary.Api->AllocatorGetInfo(allocator.Pointer, &info));
            return new OrtMemoryInfo(info, owner: this);
        }
    }

    protected override bool ReleaseHandle()
    {
        OrtLibrary.Api->ReleaseAllocator(handle);
        _session?.DangerousRelease();
        return true;
    }
}
