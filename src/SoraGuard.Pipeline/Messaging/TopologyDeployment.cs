using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Declares every stage's queue before traffic, whichever roles this process has: a command must never be confirmed by a broker that has
/// nowhere to put it. Until it succeeds, mandatory sends come back and wait in the outbox.
/// </summary>
public sealed partial class TopologyDeployment(Transport transport, ILogger<TopologyDeployment> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (transport.RabbitMq is not { } address) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            var bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
            {
                rabbit.Host(address);
                rabbit.DeployTopologyOnly = true;
                foreach (var stage in Enum.GetValues<Stage>()) rabbit.ReceiveEndpoint(StageCommand.QueueOf(stage), BusSetup.Shape);
            });
            try
            {
                using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                timeout.CancelAfter(StartTimeout);
                await bus.StartAsync(timeout.Token).ConfigureAwait(false);
                await bus.StopAsync(stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested) // broker away: try again until it is there
            {
                LogNotDeployed(e.Message);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(131, LogLevel.Warning, "The broker's queues are not declared yet: {Reason}")]
    private partial void LogNotDeployed(string reason);
}
