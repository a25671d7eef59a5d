using Microsoft.ML.OnnxRuntime;

namespace SoraGuard.Inference.Sessions;

/// <summary>Tensors tied to a model by <see cref="OnnxModel.Prepare"/>. A run allocates next to nothing. Disposing a call, which must not run meanwhile, leaves its tensors alone.</summary>
public sealed class OnnxCall : IDisposable
{
    private readonly OnnxModel _model;
    private readonly IReadOnlyList<OnnxTensor> _tensors;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;
    private readonly RunOptions _options;
    private int _running;

    internal OnnxCall(OnnxModel model, IReadOnlyList<OnnxTensor> inputs, IReadOnlyList<OnnxTensor> outputs)
    {
        _model = model;
        _tensors = [.. inputs, .. outputs];
        _inputNames = [.. inputs.Select(tensor => tensor.Name)];
        _outputNames = [.. outputs.Select(tensor => tensor.Name)];
        _inputs = [.. inputs.Select(tensor => tensor.Value)];
        _outputs = [.. outputs.Select(tensor => tensor.Value)];
        // Every error arrives as an exception; the library's own line on standard error says the same again.
        _options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    }

    /// <summary>Reads the input tensors, writes the output tensors.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled: before the run, while it waited for its turn, or between two nodes of the graph.</exception>
    /// <exception cref="OnnxModelException">The run failed, for example because an output's shape is not what the model computed.</exception>
    /// <exception cref="InvalidOperationException">The call is running already, on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The model, the call or a tensor was disposed.</exception>
    public void Run(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
            throw new InvalidOperationException("This call is running on another thread: prepare one call, with its own tensors, for each thread.");
        try
        {
            ObjectDisposedException.ThrowIf(_options.IsClosed, this);
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var tensor in _tensors)
                _ = tensor.Value;
            using (cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _options))
                _model.Run(_options, _inputNames, _inputs, _outputNames, _outputs, cancellationToken);
        }
        catch (OnnxRuntimeException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"{_model.Path}: the run was cancelled.", e, cancellationToken);
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxModelException(_model.Path, $"the run failed: {e.Message}", e);
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested && !_options.IsClosed)
                _options.Terminate = false;
            // The library only saw the tensors' pointers.
            GC.KeepAlive(_tensors);
            Volatile.Write(ref _running, 0);
        }
    }

    public void Dispose() => _options.Dispose();
}
