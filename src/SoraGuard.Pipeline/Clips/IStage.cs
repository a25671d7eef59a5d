using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Clips;

/// <summary>The work of one stage. It reads the clip, does its part, and says what happened; it writes nothing about the clip itself.</summary>
public interface IStage
{
    Stage Stage { get; }

    /// <param name="lease">The clip, its request, and the right to work on it.</param>
    /// <param name="progress">Takes the share done, 0 to 1.</param>
    /// <param name="cancellation">Cancelled when the lease is lost or the process stops.</param>
    /// <returns>What happened; the store applies it if the lease still holds.</returns>
    /// <exception cref="StageException">It cannot be done, now or later. Any other exception is a fault that may pass: the stage is tried again.</exception>
    Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation);
}

/// <summary>
/// A stage cannot be done, now or later; the clip fails with this code and sentence. The requester reads both, so neither names files or faults of
/// this machine: those are the inner exception's, which is logged.
/// </summary>
public class StageException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable, for programs: <c>input_unreadable</c>, <c>mark_too_weak</c>, …</summary>
    public string Code { get; } = code;

    /// <summary>A model is missing, broken or does not run here: trying again would change nothing.</summary>
    public static StageException ModelUnavailable(Exception inner) =>
        new("model_unavailable", "A model that this clip needs is not available on this service. Its operator finds the reason in the log.", inner);
}
