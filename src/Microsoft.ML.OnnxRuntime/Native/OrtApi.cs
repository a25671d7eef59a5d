using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime.Native;

/// <summary>
/// The entries of <c>struct OrtApi</c> (onnxruntime_c_api.h) that this assembly calls, by their place in the table. The table only ever
/// grows at its end, so a place never changes. An entry that returns <c>nint</c> returns an <c>OrtStatus*</c>: zero is success, anything
/// else goes through <see cref="Status.Check"/>. Places are counted in 8-byte pointers: the library exists for 64-bit systems only.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal readonly unsafe struct OrtApi
{
    /// <summary>ONNX Runtime 1.23, the first whose table holds every entry below.</summary>
    public const uint Version = 23;

    private const int Entry = 8;

    // Status, environment
    [FieldOffset(1 * Entry)] public readonly delegate* unmanaged<nint, int> GetErrorCode;
    [FieldOffset(2 * Entry)] public readonly delegate* unmanaged<nint, byte*> GetErrorMessage;
    [FieldOffset(3 * Entry)] public readonly delegate* unmanaged<int, byte*, nint*, nint> CreateEnv;
    [FieldOffset(92 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseEnv;
    [FieldOffset(93 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseStatus;
    [FieldOffset(125 * Entry)] public readonly delegate* unmanaged<byte***, int*, nint> GetAvailableProviders;
    [FieldOffset(126 * Entry)] public readonly delegate* unmanaged<byte**, int, nint> ReleaseAvailableProviders;
    [FieldOffset(145 * Entry)] public readonly delegate* unmanaged<nint, int, nint> SetLanguageProjection;
    [FieldOffset(226 * Entry)] public readonly delegate* unmanaged<nint, int, nint> UpdateEnvWithCustomLogLevel;

    // Session
    [FieldOffset(7 * Entry)] public readonly delegate* unmanaged<nint, void*, nint, nint*, nint> CreateSession;
    [FieldOffset(8 * Entry)] public readonly delegate* unmanaged<nint, void*, nuint, nint, nint*, nint> CreateSessionFromArray;
    [FieldOffset(9 * Entry)] public readonly delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint> Run;
    [FieldOffset(30 * Entry)] public readonly delegate* unmanaged<nint, nuint*, nint> SessionGetInputCount;
    [FieldOffset(31 * Entry)] public readonly delegate* unmanaged<nint, nuint*, nint> SessionGetOutputCount;
    [FieldOffset(33 * Entry)] public readonly delegate* unmanaged<nint, nuint, nint*, nint> SessionGetInputTypeInfo;
    [FieldOffset(34 * Entry)] public readonly delegate* unmanaged<nint, nuint, nint*, nint> SessionGetOutputTypeInfo;
    [FieldOffset(36 * Entry)] public readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> SessionGetInputName;
    [FieldOffset(37 * Entry)] public readonly delegate* unmanaged<nint, nuint, nint, byte**, nint> SessionGetOutputName;
    [FieldOffset(95 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseSession;

    // Session options
    [FieldOffset(10 * Entry)] public readonly delegate* unmanaged<nint*, nint> CreateSessionOptions;
    [FieldOffset(11 * Entry)] public readonly delegate* unmanaged<nint, void*, nint> SetOptimizedModelFilePath;
    [FieldOffset(13 * Entry)] public readonly delegate* unmanaged<nint, int, nint> SetSessionExecutionMode;
    [FieldOffset(14 * Entry)] public readonly delegate* unmanaged<nint, void*, nint> EnableProfiling;
    [FieldOffset(15 * Entry)] public readonly delegate* unmanaged<nint, nint> DisableProfiling;
    [FieldOffset(16 * Entry)] public readonly delegate* unmanaged<nint, nint> EnableMemPattern;
    [FieldOffset(17 * Entry)] public readonly delegate* unmanaged<nint, nint> DisableMemPattern;
    [FieldOffset(18 * Entry)] public readonly delegate* unmanaged<nint, nint> EnableCpuMemArena;
    [FieldOffset(19 * Entry)] public readonly delegate* unmanaged<nint, nint> DisableCpuMemArena;
    [FieldOffset(20 * Entry)] public readonly delegate* unmanaged<nint, byte*, nint> SetSessionLogId;
    [FieldOffset(21 * Entry)] public readonly delegate* unmanaged<nint, int, nint> SetSessionLogVerbosityLevel;
    [FieldOffset(22 * Entry)] public readonly delegate* unmanaged<nint, int, nint> SetSessionLogSeverityLevel;
    [FieldOffset(23 * Entry)] public readonly delegate* unmanaged<nint, int, nint> SetSessionGraphOptimizationLevel;
    [FieldOffset(24 * Entry)] public readonly delegate* unmanaged<nint, int, nint> SetIntraOpNumThreads;
    [FieldOffset(25 * Entry)] public readonly delegate* unmanaged<nint, int, nint> SetInterOpNumThreads;
    [FieldOffset(79 * Entry)] public readonly delegate* unmanaged<nint, byte*, long, nint> AddFreeDimensionOverride;
    [FieldOffset(100 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseSessionOptions;
    [FieldOffset(124 * Entry)] public readonly delegate* unmanaged<nint, byte*, long, nint> AddFreeDimensionOverrideByName;
    [FieldOffset(130 * Entry)] public readonly delegate* unmanaged<nint, byte*, byte*, nint> AddSessionConfigEntry;
    [FieldOffset(204 * Entry)] public readonly delegate* unmanaged<nint, nint, nint> AppendCudaV2;
    [FieldOffset(205 * Entry)] public readonly delegate* unmanaged<nint*, nint> CreateCudaOptions;
    [FieldOffset(206 * Entry)] public readonly delegate* unmanaged<nint, byte**, byte**, nuint, nint> UpdateCudaOptions;
    [FieldOffset(207 * Entry)] public readonly delegate* unmanaged<nint, nint, byte**, nint> GetCudaOptionsAsString;
    [FieldOffset(208 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseCudaOptions;
    [FieldOffset(216 * Entry)] public readonly delegate* unmanaged<nint, byte*, byte**, byte**, nuint, nint> AppendExecutionProvider;
    [FieldOffset(293 * Entry)] public readonly delegate* unmanaged<nint, byte, nint> SetLoadCancellationFlag;

    // Run options
    [FieldOffset(39 * Entry)] public readonly delegate* unmanaged<nint*, nint> CreateRunOptions;
    [FieldOffset(40 * Entry)] public readonly delegate* unmanaged<nint, int, nint> RunOptionsSetRunLogVerbosityLevel;
    [FieldOffset(41 * Entry)] public readonly delegate* unmanaged<nint, int, nint> RunOptionsSetRunLogSeverityLevel;
    [FieldOffset(42 * Entry)] public readonly delegate* unmanaged<nint, byte*, nint> RunOptionsSetRunTag;
    [FieldOffset(46 * Entry)] public readonly delegate* unmanaged<nint, nint> RunOptionsSetTerminate;
    [FieldOffset(47 * Entry)] public readonly delegate* unmanaged<nint, nint> RunOptionsUnsetTerminate;
    [FieldOffset(97 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseRunOptions;
    [FieldOffset(165 * Entry)] public readonly delegate* unmanaged<nint, byte*, byte*, nint> AddRunConfigEntry;

    // Values and types
    [FieldOffset(48 * Entry)] public readonly delegate* unmanaged<nint, long*, nuint, int, nint*, nint> CreateTensor;
    [FieldOffset(49 * Entry)] public readonly delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithData;
    [FieldOffset(51 * Entry)] public readonly delegate* unmanaged<nint, void**, nint> GetTensorMutableData;
    [FieldOffset(55 * Entry)] public readonly delegate* unmanaged<nint, nint*, nint> CastTypeInfoToTensorInfo;
    [FieldOffset(56 * Entry)] public readonly delegate* unmanaged<nint, int*, nint> GetOnnxTypeFromTypeInfo;
    [FieldOffset(60 * Entry)] public readonly delegate* unmanaged<nint, int*, nint> GetTensorElementType;
    [FieldOffset(61 * Entry)] public readonly delegate* unmanaged<nint, nuint*, nint> GetDimensionsCount;
    [FieldOffset(62 * Entry)] public readonly delegate* unmanaged<nint, long*, nuint, nint> GetDimensions;
    [FieldOffset(63 * Entry)] public readonly delegate* unmanaged<nint, byte**, nuint, nint> GetSymbolicDimensions;
    [FieldOffset(64 * Entry)] public readonly delegate* unmanaged<nint, nuint*, nint> GetTensorShapeElementCount;
    [FieldOffset(65 * Entry)] public readonly delegate* unmanaged<nint, nint*, nint> GetTensorTypeAndShape;
    [FieldOffset(67 * Entry)] public readonly delegate* unmanaged<nint, int*, nint> GetValueType;
    [FieldOffset(96 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseValue;
    [FieldOffset(98 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseTypeInfo;
    [FieldOffset(99 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseTensorTypeAndShapeInfo;
    [FieldOffset(194 * Entry)] public readonly delegate* unmanaged<nint, nint*, nint> GetTensorMemoryInfo;
    [FieldOffset(318 * Entry)] public readonly delegate* unmanaged<nint, nuint*, nint> GetTensorSizeInBytes;

    // Memory
    [FieldOffset(68 * Entry)] public readonly delegate* unmanaged<byte*, int, int, int, nint*, nint> CreateMemoryInfo;
    [FieldOffset(69 * Entry)] public readonly delegate* unmanaged<int, int, nint*, nint> CreateCpuMemoryInfo;
    [FieldOffset(70 * Entry)] public readonly delegate* unmanaged<nint, nint, int*, nint> CompareMemoryInfo;
    [FieldOffset(71 * Entry)] public readonly delegate* unmanaged<nint, byte**, nint> MemoryInfoGetName;
    [FieldOffset(72 * Entry)] public readonly delegate* unmanaged<nint, int*, nint> MemoryInfoGetId;
    [FieldOffset(73 * Entry)] public readonly delegate* unmanaged<nint, int*, nint> MemoryInfoGetMemType;
    [FieldOffset(74 * Entry)] public readonly delegate* unmanaged<nint, int*, nint> MemoryInfoGetType;
    [FieldOffset(76 * Entry)] public readonly delegate* unmanaged<nint, void*, nint> AllocatorFree;
    [FieldOffset(77 * Entry)] public readonly delegate* unmanaged<nint, nint*, nint> AllocatorGetInfo;
    [FieldOffset(78 * Entry)] public readonly delegate* unmanaged<nint*, nint> GetAllocatorWithDefaultOptions;
    [FieldOffset(94 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseMemoryInfo;
    [FieldOffset(131 * Entry)] public readonly delegate* unmanaged<nint, nint, nint*, nint> CreateAllocator;
    [FieldOffset(132 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseAllocator;
    [FieldOffset(225 * Entry)] public readonly delegate* unmanaged<nint, int*, void> MemoryInfoGetDeviceType;

    // Model metadata
    [FieldOffset(111 * Entry)] public readonly delegate* unmanaged<nint, nint*, nint> SessionGetModelMetadata;
    [FieldOffset(112 * Entry)] public readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetProducerName;
    [FieldOffset(113 * Entry)] public readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetGraphName;
    [FieldOffset(114 * Entry)] public readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetDomain;
    [FieldOffset(115 * Entry)] public readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetDescription;
    [FieldOffset(116 * Entry)] public readonly delegate* unmanaged<nint, nint, byte*, byte**, nint> ModelMetadataLookupCustomMetadataMap;
    [FieldOffset(117 * Entry)] public readonly delegate* unmanaged<nint, long*, nint> ModelMetadataGetVersion;
    [FieldOffset(118 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseModelMetadata;
    [FieldOffset(123 * Entry)] public readonly delegate* unmanaged<nint, nint, byte***, long*, nint> ModelMetadataGetCustomMetadataMapKeys;
    [FieldOffset(158 * Entry)] public readonly delegate* unmanaged<nint, nint, byte**, nint> ModelMetadataGetGraphDescription;

    // Binding
    [FieldOffset(133 * Entry)] public readonly delegate* unmanaged<nint, nint, nint, nint> RunWithBinding;
    [FieldOffset(134 * Entry)] public readonly delegate* unmanaged<nint, nint*, nint> CreateIoBinding;
    [FieldOffset(135 * Entry)] public readonly delegate* unmanaged<nint, void> ReleaseIoBinding;
    [FieldOffset(136 * Entry)] public readonly delegate* unmanaged<nint, byte*, nint, nint> BindInput;
    [FieldOffset(137 * Entry)] public readonly delegate* unmanaged<nint, byte*, nint, nint> BindOutput;
    [FieldOffset(138 * Entry)] public readonly delegate* unmanaged<nint, byte*, nint, nint> BindOutputToDevice;
    [FieldOffset(139 * Entry)] public readonly delegate* unmanaged<nint, nint, byte**, nuint**, nuint*, nint> GetBoundOutputNames;
    [FieldOffset(140 * Entry)] public readonly delegate* unmanaged<nint, nint, nint**, nuint*, nint> GetBoundOutputValues;
    [FieldOffset(141 * Entry)] public readonly delegate* unmanaged<nint, void> ClearBoundInputs;
    [FieldOffset(142 * Entry)] public readonly delegate* unmanaged<nint, void> ClearBoundOutputs;
    [FieldOffset(202 * Entry)] public readonly delegate* unmanaged<nint, nint> SynchronizeBoundInputs;
    [FieldOffset(203 * Entry)] public readonly delegate* unmanaged<nint, nint> SynchronizeBoundOutputs;
}
