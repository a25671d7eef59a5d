using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>Everything that moves clips, whatever the stages are: store, leases, outbox, sweeper, workers and bus.</summary>
public static class ProcessingServices
{
    /// <summary>Clips one worker process has of a stage at a time. Generation and inspection use all cores by themselves.</summary>
    private const int Capacity = 1;

    /// <summary>Registers the machinery; the stages are registered beside it as <see cref="IStage"/>.</summary>
    /// <param name="crashAt">A crash point, for fault tests; null for none.</param>
    public static IServiceCollection AddClipProcessing(this IServiceCollection services, NpgsqlDataSource database, Transport transport, Roles roles, string? crashAt)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(database).AddSingleton(transport).AddSingleton(new CrashPoints(crashAt));
        services.AddSingleton<Outbox>().AddSingleton<ClipStore>().AddSingleton<StageLeases>().AddSingleton<RingRelay>().AddSingleton<ProgressBoard>();
        services.AddSingleton(provider => new StageWorkers(provider.GetServices<IStage>()
            .Where(stage => roles.HasFlag(RoleNames.RoleOf(stage.Stage)))
            .Select(stage => new StageWorker(stage, provider.GetRequiredService<StageLeases>(), provider.GetRequiredService<ClipStore>(), provider.GetRequiredService<ProgressBoard>(),
                provider.GetRequiredService<CrashPoints>(), Capacity, provider.GetRequiredService<ILoggerFactory>().CreateLogger<StageWorker>()))));
        // Stopped in reverse: the bus first, so that nothing new comes in, then the workers, who hand their leases back.
        services.AddHostedService(provider => provider.GetRequiredService<StageWorkers>());
        services.AddHostedService<TopologyDeployment>();
        services.AddBus(transport, roles);
        services.AddHostedService<OutboxDispatcher>().AddHostedService<Sweeper>();
        return services;
    }
}
