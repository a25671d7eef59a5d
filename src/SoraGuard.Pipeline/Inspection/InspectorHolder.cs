using Microsoft.Extensions.Logging;
using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;

namespace SoraGuard.Pipeline.Inspection;

/// <summary>Loads the classifiers when they are first needed: ours, and those in folders brought along.</summary>
public sealed partial class InspectorHolder(IReadOnlyList<string> folders, ExecutionProvider provider, ILogger<InspectorHolder> log) : IDisposable
{
    private readonly Lock sync = new();
    private Inspector? inspector;

    /// <exception cref="ClassifierException">A classifier's files are missing or do not belong together.</exception>
    /// <exception cref="OnnxModelException">A network does not load.</exception>
    public Inspector Get(CancellationToken cancellation)
    {
        lock (sync) return inspector ??= Load(cancellation);
    }

    public void Dispose() => inspector?.Dispose();

    private Inspector Load(CancellationToken cancellation)
    {
        var loaded = Inspector.Load(folders, provider, cancellation);
        foreach (var model in loaded.Models) LogLoaded(model.Id, model.Sha256, model.Category);
        return loaded;
    }

    [LoggerMessage(301, LogLevel.Information, "Classifier {Id} {Sha256} scores {Category}")]
    private partial void LogLoaded(string id, string sha256, string category);
}
