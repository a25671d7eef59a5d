using Microsoft.Extensions.Hosting;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>The workers of this process's roles; stopped, with their leases handed back, before the bus and the database go.</summary>
public sealed class StageWorkers(IEnumerable<StageWorker> workers) : IHostedService
{
    private readonly Dictionary<Stage, StageWorker> byStage = workers.ToDictionary(w => w.Stage);

    public StageWorker Of(Stage stage) => byStage[stage];

    /// <summary>Has every idle worker take what is overdue, without the broker.</summary>
    public async Task TakeOverdueAsync(TimeSpan overdue, CancellationToken cancellation)
    {
        foreach (var worker in byStage.Values) await worker.TakeOverdueAsync(overdue, cancellation).ConfigureAwait(false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in byStage.Values) await worker.DisposeAsync().ConfigureAwait(false);
    }
}
