using System.Collections.Concurrent;
using MassTransit;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Passes a ring on that reached a busy worker, so that an idle process behind the same queue takes the work. One ring is enough, since a
/// worker that wakes looks for more until nothing is due; so a process holds one at a time, for a moment, and drops the others. However
/// long the backlog, rings do not multiply.
/// </summary>
public sealed class RingRelay(Transport transport, StageLeases leases)
{
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Stage, bool> held = new();

    /// <summary>Rings again, after a moment, for a piece of work of this stage that nobody has; nothing in memory, where there is one process.</summary>
    public async Task PassOnAsync(Stage stage, ConsumeContext context)
    {
        if (transport.RabbitMq is null || !held.TryAdd(stage, true)) return;
        try
        {
            await Task.Delay(Hold, context.CancellationToken).ConfigureAwait(false);
            if (await leases.FindDueAsync(stage, context.CancellationToken).ConfigureAwait(false) is not { } clip) return;
            var queue = await context.GetSendEndpoint(transport.AddressOf(stage)).ConfigureAwait(false);
            await queue.Send(StageCommand.For(stage, clip), StageCommand.TypeOf(stage), context.CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            held.TryRemove(stage, out _);
        }
    }
}
