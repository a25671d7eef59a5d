using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The library's environment: one a process, made at first use.</summary>
public sealed unsafe class OrtEnv : SafeHandle
{
    private const int ProjectionCSharp = 2;

    private static readonly Lock Gate = new();
    private static OrtEnv _instance;
    private OrtLoggingLevel _level = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING;

    private OrtEnv()
        : base(0, ownsHandle: true)
    {
        nint env;
        fixed (byte* logId = "CSharpOnnxRuntime\0"u8)
            Status.Check(OrtLibrary.Api->CreateEnv((int)_level, logId, &env));
        SetHandle(env);
        Status.Check(OrtLibrary.Api->SetLanguageProjection(env, ProjectionCSharp));
    }

    public static bool IsCreated => _instance is { IsClosed: false };

    public override bool IsInvalid => handle == 0;

    /// <summary>Default: warning.</summary>
    public OrtLoggingLevel EnvLogLevel
    {
        get => _level;
        set
        {
            using var env = new Lease(this);
            Status.Check(OrtLibrary.Api->UpdateEnvWithCustomLogLevel(env.Pointer, (int)value));
            _level = value;
        }
    }

    /// <summary>The environment, made now if it was not yet.</summary>
    /// <exception cref="DllNotFoundException">The native library was not found; the message says what was tried and what installs it.</exception>
    public static OrtEnv Instance()
    {
        lock (Gate)
            return IsCreated ? _instance : _instance = new OrtEnv();
    }

    /// <summary>The version of the native library, for example <c>1.30.0</c>.</summary>
    public string GetVersionString() => OrtLibrary.Version;

    /// <summary>The providers this build was compiled with, the preferred first. A name here is no promise that the provider can be loaded.</summary>
    public string[] GetAvailableProviders()
    {
        byte** names;
        int count;
        Status.Check(OrtLibrary.Api->GetAvailableProviders(&names, &count));
        var providers = new string[count];
        for (var i = 0; i < count; i++)
            providers[i] = Utf8.Read(names[i]);
        Status.Check(OrtLibrary.Api->ReleaseAvailableProviders(names, count));
        return providers;
    }

    protected override bool ReleaseHandle()
    {
        OrtLibrary.Api->ReleaseEnv(handle);
        return true;
    }
}
