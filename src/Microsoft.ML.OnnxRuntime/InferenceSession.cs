using Microsoft.ML.OnnxRuntime.Native;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// A loaded model. Runs may overlap on any number of threads. Disposing it while runs are under way lets them end first; a run that starts
/// later throws <see cref="ObjectDisposedException"/>.
/// </summary>
public unsafe partial class InferenceSession : IDisposable
{
    private readonly List<string> _inputNames = [];
    private readonly List<string> _outputNames = [];
    private readonly Dictionary<string, NodeMetadata> _inputs = [];
    private readonly Dictionary<string, NodeMetadata> _outputs = [];

    // The names as the library wants them, at fixed addresses for as long as this session is referenced.
    private readonly Dictionary<string, byte[]> _inputUtf8 = [];
    private readonly Dictionary<string, byte[]> _outputUtf8 = [];

    /// <exception cref="OnnxRuntimeException">No such file, not a model, or a model that this build cannot run.</exception>
    public InferenceSession(string modelPath)
        : this(() => CreateWithDefaults(options => FromFile(modelPath, options)))
    {
    }

    /// <inheritdoc cref="InferenceSession(string)"/>
    public InferenceSession(string modelPath, SessionOptions options)
        : this(() => FromFile(modelPath, options))
    {
    }

    /// <param name="model">The file's bytes; they may be changed as soon as the session exists.</param>
    /// <exception cref="OnnxRuntimeException">Not a model, or a model that this build cannot run.</exception>
    public InferenceSession(byte[] model)
        : this(() => CreateWithDefaults(options => FromBytes(model, options)))
    {
    }

    /// <inheritdoc cref="InferenceSession(byte[])"/>
    public InferenceSession(byte[] model, SessionOptions options)
        : this(() => FromBytes(model, options))
    {
    }

    private InferenceSession(Func<nint> create)
    {
        var env = OrtEnv.Instance();
        Handle = new NativeHandle(create(), OrtLibrary.Api->ReleaseSession, parent: env);
        try
        {
            ReadSignature();
            using var session = new Lease(Handle);
            ModelMetadata = new ModelMetadata(session.Pointer);
        }
        catch
        {
            Handle.Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, NodeMetadata> InputMetadata => _inputs;

    /// <summary>In the model's order.</summary>
    public IReadOnlyList<string> InputNames => _inputNames;

    public IReadOnlyDictionary<string, NodeMetadata> OutputMetadata => _outputs;

    /// <summary>In the model's order.</summary>
    public IReadOnlyList<string> OutputNames => _outputNames;

    public ModelMetadata ModelMetadata { get; }

    internal NativeHandle Handle { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    // The handle has the finalizer.
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Handle.Dispose();
    }

    private static nint CreateWithDefaults(Func<SessionOptions, nint> create)
    {
        using var options = new SessionOptions();
        return create(options);
    }

    private static nint FromFile(string path, SessionOptions options)
    {
        using var env = new Lease(OrtEnv.Instance());
        using var native = new Lease(options);
        nint session;
        fixed (byte* name = Utf8.TerminatedPath(path))
            Status.Check(OrtLibrary.Api->CreateSession(env.Pointer, name, native.Pointer, &session));
        return session;
    }

    private static nint FromBytes(byte[] model, SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var env = new Lease(OrtEnv.Instance());
        using var native = new Lease(options);
        nint session;
        fixed (byte* bytes = model)
            Status.Check(OrtLibrary.Api->CreateSessionFromArray(env.Pointer, bytes, (nuint)model.Length, native.Pointer, &session));
        return session;
    }

    private void ReadSignature()
    {
        var api = OrtLibrary.Api;
        Read(api->SessionGetInputCount, api->SessionGetInputName, api->SessionGetInputTypeInfo, _inputNames, _inputs, _inputUtf8);
        Read(api->SessionGetOutputCount, api->SessionGetOutputName, api->SessionGetOutputTypeInfo, _outputNames, _outputs, _outputUtf8);
    }

    private void Read(
        delegate* unmanaged<nint, nuint*, nint> getCount,
        delegate* unmanaged<nint, nuint, nint, byte**, nint> getName,
        delegate* unmanaged<nint, nuint, nint*, nint> getType,
        List<string> names,
        Dictionary<string, NodeMetadata> metadata,
        Dictionary<string, byte[]> utf8)
    {
        using var session = new Lease(Handle);
        nuint count;
        Status.Check(getCount(session.Pointer, &count));
        for (nuint i = 0; i < count; i++)
        {
            byte* text;
            nint type;
            Status.Check(getName(session.Pointer, i, DefaultAllocator.Pointer, &text));
            var name = Utf8.Take(text);
            names.Add(name);
            utf8[name] = Utf8.Pinned(name);
            Status.Check(getType(session.Pointer, i, &type));
            try
            {
                metadata[name] = new NodeMetadata(type);
            }
            finally
            {
                OrtLibrary.Api->ReleaseTypeInfo(type);
            }
        }
    }
}
