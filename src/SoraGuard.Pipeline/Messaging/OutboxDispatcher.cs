using Dapper;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Sends what stands in the outbox and deletes it once the broker has confirmed. Any number of processes may do it: rows are locked,
/// locked rows are skipped. With the broker away the rows wait.
/// </summary>
public sealed partial class OutboxDispatcher(NpgsqlDataSource database, Outbox outbox, IBus bus, Transport transport, ILogger<OutboxDispatcher> log) : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await SendBatchAsync(stoppingToken).ConfigureAwait(false) < Batch)
                    await outbox.WaitAsync(Idle, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // broker or database away: the rows are still there, so try again until the process stops
            {
                LogNotSent(e.Message);
                await Task.Delay(AfterFault, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> SendBatchAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var rows = (await connection.QueryAsync<Row>(
            "select id, message_id as MessageId, type, body::text as Body from outbox order by id limit @Batch for update skip locked", new { Batch }, transaction).ConfigureAwait(false)).ToList();
        if (rows.Count == 0) return 0;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(SendTimeout);
        foreach (var row in rows) await SendAsync(Outbox.Read(row.Type, row.Body), row.MessageId, timeout.Token).ConfigureAwait(false);
        await connection.ExecuteAsync("delete from outbox where id = any(@Ids)", new { Ids = rows.Select(r => r.Id).ToArray() }, transaction).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return rows.Count;
    }

    private async Task SendAsync(object message, Guid id, CancellationToken cancellation)
    {
        if (StageCommand.StageOf(message.GetType()) is not { } stage)
        {
            await bus.Publish(message, message.GetType(), context => context.MessageId = id, cancellation).ConfigureAwait(false);
            return;
        }
        var endpoint = await bus.GetSendEndpoint(transport.AddressOf(stage)).ConfigureAwait(false);
        await endpoint.Send(message, message.GetType(), Pipe.Execute<SendContext>(context =>
        {
            context.MessageId = id;
            // A command nobody has a queue for must come back as a fault: the broker confirms unroutable messages.
            if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit)) rabbit.Mandatory = true;
        }), cancellation).ConfigureAwait(false);
    }

    private sealed record Row(long Id, Guid MessageId, string Type, string Body);

    [LoggerMessage(101, LogLevel.Warning, "Messages wait in the outbox: {Reason}")]
    private partial void LogNotSent(string reason);
}
