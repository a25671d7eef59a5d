using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;

namespace SoraGuard.Inference.Sessions;

/// <summary>
/// A model file, checked and loaded once and shared by any number of threads. The bytes that were hashed are the bytes that run: the file is
/// read once, and weights outside it are not supported.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    /// <summary>The largest model file, just under 2 GiB: what one array can hold, and nearly what one protobuf message can be.</summary>
    public static readonly long MaxFileBytes = Array.MaxLength;

    private readonly InferenceSession _session;

    // Runs read-lock, Dispose write-locks: the vendor's session crashes the process when it is used after its end. Never disposed itself, for a
    // late run must still find it and be told.
    private readonly ReaderWriterLockSlim _life = new();
    private bool _disposed;

    private OnnxModel(string path, string sha256, ProviderSelection selection)
    {
        Path = path;
        Sha256 = sha256;
        _session = selection.Session;
        Provider = selection.Provider;
        Refused = selection.Refused;
        Inputs = [.. _session.InputNames.Select(name => new TensorSpec(name, _session.InputMetadata[name]))];
        Outputs = [.. _session.OutputNames.Select(name => new TensorSpec(name, _session.OutputMetadata[name]))];
        Metadata = _session.ModelMetadata.CustomMetadataMap;
    }

    public string Path { get; }

    /// <summary>Of the file: 64 lower-case hex digits.</summary>
    public string Sha256 { get; }

    /// <summary>What runs the model: never <see cref="ExecutionProvider.Auto"/>.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>The providers that were preferred to <see cref="Provider"/> and could not be had, in the order they were tried. Worth a log line each.</summary>
    public IReadOnlyList<RefusedProvider> Refused { get; }

    public IReadOnlyList<TensorSpec> Inputs { get; }

    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>The key-value pairs that the model's maker wrote into the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads, checks and loads a model.</summary>
    /// <param name="path">The ONNX file, with its weights inside.</param>
    /// <param name="options">Null: all defaults.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="OnnxModelException">The file is missing, unreadable, too large, not the expected one, or not a model that can run.</exception>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="DllNotFoundException">ONNX Runtime is not installed; the message says how to install it.</exception>
    public static OnnxModel Load(string path, OnnxModelOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new OnnxModelOptions();
        options.ThrowIfInvalid();
        cancellationToken.ThrowIfCancellationRequested();

        var model = Read(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(model));
        if (options.ExpectedSha256 is { } expected && !expected.Equals(sha256, StringComparison.OrdinalIgnoreCase))
            throw new OnnxModelException(
                path, $"the file's SHA-256 is {sha256}, expected was {expected.ToLowerInvariant()}. Restore the file that the model card names.");
        return new OnnxModel(path, sha256, ProviderSelection.Select(path, model, options, cancellationToken));
    }

    /// <summary>
    /// Checks tensors against the model once and ties them together for many runs. A call is for one thread at a time; a thread more makes its
    /// own call with its own tensors.
    /// </summary>
    /// <param name="inputs">All of the model's inputs, in any order.</param>
    /// <param name="outputs">The outputs wanted, at least one, in any order.</param>
    /// <exception cref="ArgumentException">A name, type or shape does not fit the model, or an input is missing; the message says what the model takes.</exception>
    public OnnxCall Prepare(IReadOnlyList<OnnxTensor> inputs, IReadOnlyList<OnnxTensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        TensorCheck.AllPresent(Inputs, inputs, nameof(inputs));
        TensorCheck.EachFits(Inputs, inputs, nameof(inputs));
        TensorCheck.AtLeastOne(outputs, nameof(outputs));
        TensorCheck.EachFits(Outputs, outputs, nameof(outputs));
        return new OnnxCall(this, inputs, outputs);
    }

    /// <summary>One run: <see cref="Prepare"/>, <see cref="OnnxCall.Run"/>. For many runs over the same tensors keep the call.</summary>
    /// <inheritdoc cref="Prepare" path="/param"/>
    /// <inheritdoc cref="Prepare" path="/exception"/>
    /// <inheritdoc cref="OnnxCall.Run" path="/exception"/>
    public void Run(IReadOnlyList<OnnxTensor> inputs, IReadOnlyList<OnnxTensor> outputs, CancellationToken cancellationToken = default)
    {
        using var call = Prepare(inputs, outputs);
        call.Run(cancellationToken);
    }

    /// <summary>Waits for the runs under way, then frees the model. Later runs throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _life.EnterWriteLock();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            WebGpuTurn.DisposeSession(Provider, _session);
        }
        finally
        {
            _life.ExitWriteLock();
        }
    }

    internal void Run(RunOptions options, string[] inputNames, OrtValue[] inputs, string[] outputNames, OrtValue[] outputs, CancellationToken cancellationToken)
    {
        _life.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var turn = WebGpuTurn.Take(Provider, cancellationToken);
            _session.Run(options, inputNames, inputs, outputNames, outputs);
        }
        finally
        {
            _life.ExitReadLock();
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxFileBytes)
                throw new OnnxModelException(path, $"the file has {file.Length} bytes; a model has at most {MaxFileBytes}.");
            var model = new byte[file.Length];
            file.ReadExactly(model);
            return model;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OnnxModelException(path, "there is no such model file. Check the path, or fetch the model as its model card says.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException(path, $"the model file cannot be read: {e.Message}", e);
        }
    }
}
