using Microsoft.Extensions.Logging;
using SoraGuard.Inference.Generation;
using SoraGuard.Inference.Sessions;

namespace SoraGuard.Pipeline.Generation;

/// <summary>Loads the generator when it is first needed, and lends it to one clip at a time.</summary>
public sealed partial class GeneratorHolder(string folder, ExecutionProvider provider, ILogger<GeneratorHolder> log) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private ClipGenerator? generator;

    /// <summary>Waits for its turn. Dispose the loan to give it back.</summary>
    /// <exception cref="GeneratorException">The generator's files are missing or do not belong together.</exception>
    /// <exception cref="OnnxModelException">A network is missing or does not load.</exception>
    public async Task<Loan> HoldAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return new(this, generator ??= Load(cancellation));
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    public void Dispose()
    {
        generator?.Dispose();
        turn.Dispose();
    }

    private ClipGenerator Load(CancellationToken cancellation)
    {
        var loaded = ClipGenerator.Load(folder, provider, cancellation);
        foreach (var refused in loaded.Provider.Refused) LogRefused(refused.Provider, refused.Reason);
        LogLoaded(loaded.ModelSha256, loaded.Provider.Provider);
        return loaded;
    }

    /// <summary>The right to use the generator.</summary>
    public sealed class Loan(GeneratorHolder owner, ClipGenerator generator) : IDisposable
    {
        public ClipGenerator Generator => generator;

        public void Dispose() => owner.turn.Release();
    }

    [LoggerMessage(201, LogLevel.Information, "Generator {Sha256} runs on {Provider}")]
    private partial void LogLoaded(string sha256, ExecutionProvider provider);

    [LoggerMessage(202, LogLevel.Information, "Generator does not run on {Provider}: {Reason}")]
    private partial void LogRefused(ExecutionProvider provider, string reason);
}
