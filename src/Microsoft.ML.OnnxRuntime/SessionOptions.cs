using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Settings of a session, read while it is created. May be disposed as soon as the session exists.</summary>
public unsafe partial class SessionOptions : SafeHandle
{
    private bool _enableMemoryPattern = true;
    private bool _enableCpuMemArena = true;
    private bool _enableProfiling;
    private string _optimizedModelFilePath = string.Empty;
    private string _logId = string.Empty;
    private OrtLoggingLevel _logSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;
    private int _logVerbosityLevel;
    private int _intraOpNumThreads;
    private int _interOpNumThreads;
    private GraphOptimizationLevel _graphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
    private ExecutionMode _executionMode = ExecutionMode.ORT_SEQUENTIAL;

    public SessionOptions()
        : base(0, ownsHandle: true)
    {
        // Session options without an environment have no logger to speak to.
        OrtEnv.Instance();
        nint options;
        Status.Check(OrtLibrary.Api->CreateSessionOptions(&options));
        SetHandle(options);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Plan the memory of a run from earlier runs with the same shapes. Default: true.</summary>
    public bool EnableMemoryPattern
    {
        get => _enableMemoryPattern;
        set => Set(ref _enableMemoryPattern, value, value ? OrtLibrary.Api->EnableMemPattern : OrtLibrary.Api->DisableMemPattern);
    }

    /// <summary>Keep freed CPU memory for later runs. Default: true.</summary>
    public bool EnableCpuMemArena
    {
        get => _enableCpuMemArena;
        set => Set(ref _enableCpuMemArena, value, value ? OrtLibrary.Api->EnableCpuMemArena : OrtLibrary.Api->DisableCpuMemArena);
    }

    /// <summary>How the profile's file name begins; read when <see cref="EnableProfiling"/> becomes true. Default: <c>onnxruntime_profile_</c>.</summary>
    public string ProfileOutputPathPrefix { get; set; } = "onnxruntime_profile_";

    /// <summary>Write the time of every node to a file. Default: false.</summary>
    public bool EnableProfiling
    {
        get => _enableProfiling;
        set
        {
            using var options = new Lease(this);
            fixed (byte* prefix = Utf8.TerminatedPath(ProfileOutputPathPrefix))
                Status.Check(value ? OrtLibrary.Api->EnableProfiling(options.Pointer, prefix) : OrtLibrary.Api->DisableProfiling(options.Pointer));
            _enableProfiling = value;
        }
    }

    /// <summary>Where to write the rewritten graph. Default: empty, nowhere.</summary>
    public string OptimizedModelFilePath
    {
        get => _optimizedModelFilePath;
        set
        {
            using var options = new Lease(this);
            fixed (byte* path = Utf8.TerminatedPath(value))
                Status.Check(OrtLibrary.Api->SetOptimizedModelFilePath(options.Pointer, path));
            _optimizedModelFilePath = value;
        }
    }

    /// <summary>Names the session in the library's log. Default: empty.</summary>
    public string LogId
    {
        get => _logId;
        set
        {
            using var options = new Lease(this);
            fixed (byte* id = Utf8.Terminated(value))
                Status.Check(OrtLibrary.Api->SetSessionLogId(options.Pointer, id));
            _logId = value;
        }
    }

    /// <summary>Default: warning.</summary>
    public OrtLoggingLevel LogSeverityLevel
    {
        get => _logSeverityLevel;
        set => Set(ref _logSeverityLevel, value, (int)value, OrtLibrary.Api->SetSessionLogSeverityLevel);
    }

    /// <summary>Default: 0.</summary>
    public int LogVerbosityLevel
    {
        get => _logVerbosityLevel;
        set => Set(ref _logVerbosityLevel, value, value, OrtLibrary.Api->SetSessionLogVerbosityLevel);
    }

    /// <summary>Threads that share the work of one node. Default: 0, the library chooses.</summary>
    public int IntraOpNumThreads
    {
        get => _intraOpNumThreads;
        set => Set(ref _intraOpNumThreads, value, value, OrtLibrary.Api->SetIntraOpNumThreads);
    }

    /// <summary>Threads that run nodes side by side; used by <see cref="ExecutionMode.ORT_PARALLEL"/> only. Default: 0, the library chooses.</summary>
    public int InterOpNumThreads
    {
        get => _interOpNumThreads;
        set => Set(ref _interOpNumThreads, value, value, OrtLibrary.Api->SetInterOpNumThreads);
    }

    /// <summary>Default: all.</summary>
    public GraphOptimizationLevel GraphOptimizationLevel
    {
        get => _graphOptimizationLevel;
        set => Set(ref _graphOptimizationLevel, value, (int)value, OrtLibrary.Api->SetSessionGraphOptimizationLevel);
    }

    /// <summary>Default: sequential.</summary>
    public ExecutionMode ExecutionMode
    {
        get => _executionMode;
        set => Set(ref _executionMode, value, (int)value, OrtLibrary.Api->SetSessionExecutionMode);
    }

    /// <param name="configKey">Up to 1024 characters, not empty. An unknown key is accepted and does nothing.</param>
    /// <param name="configValue">Up to 8192 characters.</param>
    public void AddSessionConfigEntry(string configKey, string configValue)
    {
        using var options = new Lease(this);
        fixed (byte* key = Utf8.Terminated(configKey), value = Utf8.Terminated(configValue))
            Status.Check(OrtLibrary.Api->AddSessionConfigEntry(options.Pointer, key, value));
    }

    /// <summary>Fixes every symbolic dimension with this denotation.</summary>
    public void AddFreeDimensionOverride(string dimDenotation, long dimValue)
    {
        using var options = new Lease(this);
        fixed (byte* denotation = Utf8.Terminated(dimDenotation))
            Status.Check(OrtLibrary.Api->AddFreeDimensionOverride(options.Pointer, denotation, dimValue));
    }

    /// <summary>Fixes every symbolic dimension with this name.</summary>
    public void AddFreeDimensionOverrideByName(string dimName, long dimValue)
    {
        using var options = new Lease(this);
        fixed (byte* name = Utf8.Terminated(dimName))
            Status.Check(OrtLibrary.Api->AddFreeDimensionOverrideByName(options.Pointer, name, dimValue));
    }

    /// <summary>True stops the creation of a session that uses these options, now and later.</summary>
    public void SetLoadCancellationFlag(bool value)
    {
        using var options = new Lease(this);
        Status.Check(OrtLibrary.Api->SetLoadCancellationFlag(options.Pointer, value ? (byte)1 : (byte)0));
    }

    protected override bool ReleaseHandle()
    {
        OrtLibrary.Api->ReleaseSessionOptions(handle);
        return true;
    }

    private void Set(ref bool field, bool value, delegate* unmanaged<nint, nint> entry)
    {
        using var options = new Lease(this);
        Status.Check(entry(options.Pointer));
        field = value;
    }

    private void Set<T>(ref T field, T value, int nativeValue, delegate* unmanaged<nint, int, nint> entry)
    {
        using var options = new Lease(this);
        Status.Check(entry(options.Pointer, nativeValue));
        field = value;
    }
}
