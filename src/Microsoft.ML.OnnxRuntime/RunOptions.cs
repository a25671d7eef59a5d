using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>Settings of one or more runs. Only <see cref="Terminate"/> is meant to be set while a run is under way.</summary>
public unsafe class RunOptions : SafeHandle
{
    private OrtLoggingLevel _logSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;
    private int _logVerbosityLevel;
    private string _logId = string.Empty;
    private bool _terminate;

    public RunOptions()
        : base(0, ownsHandle: true)
    {
        nint options;
        Status.Check(OrtLibrary.Api->CreateRunOptions(&options));
        SetHandle(options);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Default: warning.</summary>
    public OrtLoggingLevel LogSeverityLevel
    {
        get => _logSeverityLevel;
        set
        {
            using var options = new Lease(this);
            Status.Check(OrtLibrary.Api->RunOptionsSetRunLogSeverityLevel(options.Pointer, (int)value));
            _logSeverityLevel = value;
        }
    }

    /// <summary>Default: 0.</summary>
    public int LogVerbosityLevel
    {
        get => _logVerbosityLevel;
        set
        {
            using var options = new Lease(this);
            Status.Check(OrtLibrary.Api->RunOptionsSetRunLogVerbosityLevel(options.Pointer, value));
            _logVerbosityLevel = value;
        }
    }

    /// <summary>Names the run in the library's log. Default: empty.</summary>
    public string LogId
    {
        get => _logId;
        set
        {
            using var options = new Lease(this);
            fixed (byte* tag = Utf8.Terminated(value))
                Status.Check(OrtLibrary.Api->RunOptionsSetRunTag(options.Pointer, tag));
            _logId = value;
        }
    }

    /// <summary>True stops every run that uses these options, now and later, with an <see cref="OnnxRuntimeException"/>; false allows runs again.</summary>
    public bool Terminate
    {
        get => _terminate;
        set
        {
            using var options = new Lease(this);
            Status.Check(value ? OrtLibrary.Api->RunOptionsSetTerminate(options.Pointer) : OrtLibrary.Api->RunOptionsUnsetTerminate(options.Pointer));
            _terminate = value;
        }
    }

    /// <param name="configKey">Up to 128 characters. An unknown key is accepted and does nothing.</param>
    /// <param name="configValue">Up to 1024 characters.</param>
    public void AddRunConfigEntry(string configKey, string configValue)
    {
        using var options = new Lease(this);
        fixed (byte* key = Utf8.Terminated(configKey), value = Utf8.Terminated(configValue))
            Status.Check(OrtLibrary.Api->AddRunConfigEntry(options.Pointer, key, value));
    }

    protected override bool ReleaseHandle()
    {
        OrtLibrary.Api->ReleaseRunOptions(handle);
        return true;
    }
}
