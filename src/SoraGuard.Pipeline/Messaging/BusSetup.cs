using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>Registers the bus: a receive endpoint for each stage of this process's roles, on RabbitMQ or in memory.</summary>
internal static class BusSetup
{
    /// <summary>Deliveries of one command before the broker sets it aside (RabbitMQ 3.x has no limit of its own).</summary>
    private const int DeliveryLimit = 20;

    private const int Prefetch = 8;

    public static void AddBus(this IServiceCollection services, Transport transport, Roles roles)
    {
        var stages = Enum.GetValues<Stage>().Where(s => roles.HasFlag(RoleNames.RoleOf(s))).ToArray();
        services.AddMassTransit(bus =>
        {
            foreach (var stage in stages) bus.AddConsumer(ConsumerOf(stage));
            if (transport.RabbitMq is { } address)
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.Host(address);
                    foreach (var stage in stages)
                        rabbit.ReceiveEndpoint(StageCommand.QueueOf(stage), endpoint =>
                        {
                            Shape(endpoint);
                            endpoint.PrefetchCount = Prefetch;
                            endpoint.ConfigureConsumer(context, ConsumerOf(stage));
                        });
                });
            else
                bus.UsingInMemory((context, memory) =>
                {
                    foreach (var stage in stages)
                        memory.ReceiveEndpoint(StageCommand.QueueOf(stage), endpoint => endpoint.ConfigureConsumer(context, ConsumerOf(stage)));
                });
        });
        // The bus may wait for its broker; the process is up meanwhile, says so in its health, and releases nothing.
        services.AddOptions<MassTransitHostOptions>().Configure(host => host.WaitUntilStarted = false);
    }

    /// <summary>What a stage's queue looks like: the same for whoever declares it.</summary>
    internal static void Shape(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.ConfigureConsumeTopology = false; // commands are sent to the queue, nothing is subscribed
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
    }

    private static Type ConsumerOf(Stage stage) => typeof(StageConsumer<>).MakeGenericType(StageCommand.TypeOf(stage));
}
