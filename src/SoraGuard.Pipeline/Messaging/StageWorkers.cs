using Microsoft.Extensions.Hosting;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>The workers of this process's roles; stopped, with their leases handed back, before the bus and the database go.</summary>
public sealed class StageWorkers(IEnumerable<StageWorker> workers) : IHostedService
{
    private readonly Dictionary<Stage, StageWorker> byStage = workers.ToDictionary(w => w.Stage);

    public StageWorker Of(Stage stage) => byStage[stage];

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in byStage.Values) await worker.DisposeAsync().ConfigureAwait(false);
    }
}
