using Microsoft.ML.OnnxRuntime;

namespace SoraGuard.Inference.Sessions;

/// <summary>A session on the first provider that takes the model, and what the providers before it said.</summary>
internal sealed record ProviderSelection(InferenceSession Session, ExecutionProvider Provider, IReadOnlyList<RefusedProvider> Refused)
{
    private const int FirstDevice = 0;
    private static readonly Lock EnvironmentLog = new();

    /// <exception cref="OnnxModelException">Not even the CPU can run the model.</exception>
    public static ProviderSelection Select(string path, byte[] model, OnnxModelOptions options, CancellationToken cancellationToken)
    {
        var refused = new List<RefusedProvider>();
        foreach (var provider in Candidates(options.Provider, refused))
        {
            try
            {
                var session = WebGpuTurn.CreateSession(provider, () => Create(provider, path, model, options.Threads, cancellationToken), cancellationToken);
                return new ProviderSelection(session, provider, refused);
            }
            catch (Exception e) when (cancellationToken.IsCancellationRequested && e is OnnxRuntimeException)
            {
                throw new OperationCanceledException($"{path}: loading was cancelled.", e, cancellationToken);
            }
            // A build without the provider lacks its entry point.
            catch (Exception e) when (provider != ExecutionProvider.Cpu && e is OnnxRuntimeException or EntryPointNotFoundException)
            {
                refused.Add(new RefusedProvider(provider, e.Message));
            }
            catch (OnnxRuntimeException e)
            {
                throw new OnnxModelException(path, $"not a model that can run: {e.Message}", e);
            }
        }
        throw new InvalidOperationException("The CPU is always among the candidates.");
    }

    private static IEnumerable<ExecutionProvider> Candidates(ExecutionProvider wanted, List<RefusedProvider> refused)
    {
        if (wanted is ExecutionProvider.Cuda or ExecutionProvider.Auto)
            yield return ExecutionProvider.Cuda;
        if (wanted is ExecutionProvider.WebGpu)
            yield return ExecutionProvider.WebGpu;
        if (wanted is ExecutionProvider.Auto)
        {
            if (VulkanDevices.FindHardware(out var reason))
                yield return ExecutionProvider.WebGpu;
            else
                refused.Add(new RefusedProvider(ExecutionProvider.WebGpu, reason));
        }
        yield return ExecutionProvider.Cpu;
    }

    private static InferenceSession Create(ExecutionProvider provider, string path, byte[] model, int threads, CancellationToken cancellationToken)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            // Every error arrives as an exception; the library's own line on standard error says the same again.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Threads that spin between nodes win a sixth of a run's time on idle cores and double it on busy ones (measured on 2 cores).
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // Weights outside the file are under no digest. They would be looked for in the working directory; under a file there is nothing.
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetFullPath(path));
        Append(provider, options);
        using (cancellationToken.UnsafeRegister(static options => ((SessionOptions)options!).SetLoadCancellationFlag(true), options))
            return new InferenceSession(model, options);
    }

    private static void Append(ExecutionProvider provider, SessionOptions options)
    {
        if (provider == ExecutionProvider.WebGpu)
            options.AppendExecutionProvider("WebGPU");
        if (provider == ExecutionProvider.Cuda)
            AppendCuda(options);
    }

    // A provider that cannot be loaded is reported to the environment's log before the exception comes.
    private static void AppendCuda(SessionOptions options)
    {
        lock (EnvironmentLog)
        {
            var env = OrtEnv.Instance();
            var level = env.EnvLogLevel;
            env.EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
            try
            {
                options.AppendExecutionProvider_CUDA(FirstDevice);
            }
            finally
            {
                env.EnvLogLevel = level;
            }
        }
    }
}
