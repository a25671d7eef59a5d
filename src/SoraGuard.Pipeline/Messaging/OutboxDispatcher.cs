using Dapper;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Sends what stands in the outbox and deletes it once the broker has confirmed. Any number of processes may do it: rows are locked,
/// locked rows are skipped. With the broker away the rows wait. A row that cannot be read, or that no queue takes, is set aside and stops
/// no other; it is tried again behind the others, because a program that knows it may come, and a queue too.
/// </summary>
public sealed partial class OutboxDispatcher(NpgsqlDataSource database, Outbox outbox, IBus bus, Transport transport, ILogger<OutboxDispatcher> log) : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AsidePause = TimeSpan.FromSeconds(5);
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
        var rows = (await connection.QueryAsync<Row>("""
            select id, message_id as MessageId, type, body::text as Body, failed_at is not null as Failed from outbox
            where failed_at is null or failed_at < now() - @AsidePause
            order by failed_at nulls first, id limit @Batch for update skip locked
            """, new { Batch, AsidePause }, transaction).ConfigureAwait(false)).ToList();
        if (rows.Count == 0) return 0;
        foreach (var row in rows)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timeout.CancelAfter(SendTimeout);
            var failure = await TrySendAsync(row, timeout.Token, cancellation).ConfigureAwait(false);
            await connection.ExecuteAsync(
                failure is null ? "delete from outbox where id = @Id" : "update outbox set failed_at = now(), failure = @Failure where id = @Id",
                new { row.Id, Failure = failure }, transaction).ConfigureAwait(false);
            if (timeout.IsCancellationRequested) break; // the broker is slow or stuck: keep what is done, and let the others have their turn
        }
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return rows.Count;
    }

    /// <returns>Null when it is sent; else what is wrong with this one message. A fault of the broker is an exception.</returns>
    private async Task<string?> TrySendAsync(Row row, CancellationToken timeout, CancellationToken stopping)
    {
        try
        {
            await SendAsync(Outbox.Read(row.Type, row.Body), row.MessageId, timeout).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is UnreadableMessageException or MessageReturnedException)
        {
            if (!row.Failed) LogSetAside(row.MessageId, row.Type, e.Message);
            return e.Message;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            LogNotSent($"the broker did not confirm {row.Type} within {SendTimeout.TotalSeconds:0} s");
            return "not confirmed in time";
        }
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

    private sealed record Row(long Id, Guid MessageId, string Type, string Body, bool Failed);

    [LoggerMessage(101, LogLevel.Warning, "Messages wait in the outbox: {Reason}")]
    private partial void LogNotSent(string reason);

    [LoggerMessage(102, LogLevel.Warning, "Message {MessageId} ({Type}) is set aside in the outbox and tried again later: {Reason}")]
    private partial void LogSetAside(Guid messageId, string type, string reason);
}
