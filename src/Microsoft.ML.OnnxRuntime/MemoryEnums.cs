namespace Microsoft.ML.OnnxRuntime;

/// <summary>Whether an allocator asks the device each time or keeps an arena.</summary>
public enum OrtAllocatorType
{
    DeviceAllocator = 0,
    ArenaAllocator = 1,
}

/// <summary>Which memory of a device: its own, or CPU memory it can reach.</summary>
public enum OrtMemType
{
    CpuInput = -2,
    CpuOutput = -1,
    Cpu = -1,
    Default = 0,
}
