using MassTransit;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Takes a command in: claims the stage, acknowledges by returning, and lets the worker run it. A delivery is never held over the work.
/// </summary>
public sealed class StageConsumer<TCommand>(StageLeases leases, StageWorkers workers, RingRelay relay) : IConsumer<TCommand> where TCommand : class, IStageCommand
{
    private static readonly Stage Stage = StageCommand.StageOf(typeof(TCommand)) ?? throw new InvalidOperationException($"{typeof(TCommand)} rings for no stage.");

    public async Task Consume(ConsumeContext<TCommand> context)
    {
        var worker = workers.Of(Stage);
        // A busy worker looks for more by itself when it is done, but another process may be idle now.
        if (!worker.TryReserve())
        {
            await relay.PassOnAsync(Stage, context).ConfigureAwait(false);
            return;
        }
        StageLease? lease = null;
        try
        {
            lease = await leases.ClaimAsync(context.Message.ClipId, Stage, context.MessageId ?? NewId.NextGuid(), context.CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (lease is null) worker.Unreserve();
        }
        if (lease is not null) worker.Start(lease);
    }
}
