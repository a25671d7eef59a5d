using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Where memory lies: the allocator's name and kind, and the device.</summary>
public unsafe class OrtMemoryInfo : SafeHandle
{
    public static readonly byte[] allocatorCPU = "Cpu\0"u8.ToArray();
    public static readonly byte[] allocatorCUDA = "Cuda\0"u8.ToArray();
    public static readonly byte[] allocatorCUDA_PINNED = "CudaPinned\0"u8.ToArray();

    private const int DeviceCpu = 0;
    private static readonly Lazy<OrtMemoryInfo> Default = new(CreateDefault, LazyThreadSafetyMode.PublicationOnly);

    // What a borrowed pointer belongs to.
    private readonly object _owner;

    /// <param name="utf8AllocatorName">Zero-terminated.</param>
    /// <param name="allocatorType">The kind of allocator.</param>
    /// <param name="deviceId">The number of the device, from 0.</param>
    /// <param name="memoryType">Which memory of the device.</param>
    /// <exception cref="OnnxRuntimeException">An unknown allocator name.</exception>
    public OrtMemoryInfo(byte[] utf8AllocatorName, OrtAllocatorType allocatorType, int deviceId, OrtMemType memoryType)
        : base(0, ownsHandle: true)
    {
        ArgumentNullException.ThrowIfNull(utf8AllocatorName);
        if (!utf8AllocatorName.Contains((byte)0))
            throw new ArgumentException("The name is not zero-terminated.", nameof(utf8AllocatorName));
        nint info;
        fixed (byte* name = utf8AllocatorName)
            Status.Check(OrtLibrary.Api->CreateMemoryInfo(name, (int)allocatorType, deviceId, (int)memoryType, &info));
        SetHandle(info);
    }

    /// <inheritdoc cref="OrtMemoryInfo(byte[], OrtAllocatorType, int, OrtMemType)"/>
    public OrtMemoryInfo(string allocatorName, OrtAllocatorType allocatorType, int deviceId, OrtMemType memoryType)
        : this(Utf8.Terminated(allocatorName), allocatorType, deviceId, memoryType)
    {
    }

    internal OrtMemoryInfo(nint pointer, object owner)
        : base(0, ownsHandle: owner is null)
    {
        _owner = owner;
        SetHandle(pointer);
    }

    /// <summary>The CPU's memory.</summary>
    public static OrtMemoryInfo DefaultInstance => Default.Value;

    public override bool IsInvalid => handle == 0;

    public string Name
    {
        get
        {
            using var info = new Lease(this);
            byte* name;
            Status.Check(OrtLibrary.Api->MemoryInfoGetName(info.Pointer, &name));
            var text = Utf8.Read(name);
            GC.KeepAlive(_owner);
            return text;
        }
    }

    /// <summary>The number of the device, from 0.</summary>
    public int Id => Read(OrtLibrary.Api->MemoryInfoGetId);

    public OrtMemType GetMemoryType() => (OrtMemType)Read(OrtLibrary.Api->MemoryInfoGetMemType);

    public OrtAllocatorType GetAllocatorType() => (OrtAllocatorType)Read(OrtLibrary.Api->MemoryInfoGetType);

    public override bool Equals(object obj) => obj is OrtMemoryInfo other && Equals(other);

    public bool Equals(OrtMemoryInfo other)
    {
        if (other is null)
            return false;
        using var left = new Lease(this);
        using var right = new Lease(other);
        int difference;
        Status.Check(OrtLibrary.Api->CompareMemoryInfo(left.Pointer, right.Pointer, &difference));
        GC.KeepAlive(_owner);
        GC.KeepAlive(other._owner);
        return difference == 0;
    }

    public override int GetHashCode() => HashCode.Combine(Name, Id, GetMemoryType());

    internal static bool IsCpu(nint info)
    {
        int device;
        OrtLibrary.Api->MemoryInfoGetDeviceType(info, &device);
        return device == DeviceCpu;
    }

    protected override bool ReleaseHandle()
    {
        OrtLibrary.Api->ReleaseMemoryInfo(handle);
        return true;
    }

    private static OrtMemoryInfo CreateDefault()
    {
        nint info;
        Status.Check(OrtLibrary.Api->CreateCpuMemoryInfo((int)OrtAllocatorType.DeviceAllocator, (int)OrtMemType.Cpu, &info));
        return new OrtMemoryInfo(info, owner: null);
    }

    private int Read(delegate* unmanaged<nint, int*, nint> entry)
    {
        using var info = new Lease(this);
        int value;
        Status.Check(entry(info.Pointer, &value));
        GC.KeepAlive(_owner);
        return value;
    }
}
