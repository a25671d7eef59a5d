using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Messaging;

namespace SoraGuard.Pipeline.Tests.Messaging;

/// <summary>A process of the service with fake stages: the real store, bus, workers, outbox and sweeper.</summary>
internal sealed class ProcessingHost : IAsyncDisposable
{
    private readonly IHost host;

    private ProcessingHost(IHost host) => this.host = host;

    public static async Task<ProcessingHost> StartAsync(NpgsqlDataSource database, Transport transport, FakeStages stages, Roles roles = Roles.All, TimeProvider? time = null, bool sweeps = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        foreach (var stage in stages.All()) builder.Services.AddSingleton(stage);
        if (time is not null) builder.Services.AddSingleton(time);
        builder.Services.AddClipProcessing(database, transport, roles, crashAt: null);
        if (!sweeps) builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(Sweeper)));
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Waits until a clip is at rest.</summary>
    public static async Task<ClipState> RestAsync(ClipStore store, ClipId id, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (true)
        {
            var state = (await store.FindAsync(id, CancellationToken.None))!.State;
            if (state.IsAtRest) return state;
            if (deadline.IsCancellationRequested) throw new TimeoutException($"Clip {id} is still {state.Status} after {patience}.");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
