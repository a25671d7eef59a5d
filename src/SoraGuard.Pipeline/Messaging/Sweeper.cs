using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Rings again for every stage that is due and that nobody works on: its command was lost, its worker was busy, or its lease ran out.
/// Leaves out the clips whose command still waits in the outbox: it rings by itself. A broker can be away, or up and stuck (RabbitMQ 3.10 has left
/// a quorum queue without a leader after kill -9), so what nobody took for longer than that, the idle workers of this process take unrung.
/// </summary>
public sealed partial class Sweeper(NpgsqlDataSource database, Outbox outbox, StageWorkers workers, TimeProvider time, ILogger<Sweeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan InboxAge = TimeSpan.FromDays(1);
    private static readonly string[] Commands = [.. Enum.GetValues<Stage>().Select(s => StageCommand.TypeOf(s).Name)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
                await SweepAsync(stoppingToken).ConfigureAwait(false);
                await workers.TakeOverdueAsync(Overdue, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // database away: sweep again when it is back
            {
                LogNotSwept(e.Message);
            }
        }
    }

    /// <summary>One sweep.</summary>
    /// <returns>How many stages were rung for.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var due = (await connection.QueryAsync<(string Clip, string Stage)>("""
            update stage_task set rung_at = now()
            where clip_id in (
              select t.clip_id from stage_task t
              where t.not_before <= now() and (t.leased_to is null or t.leased_to < now()) and t.rung_at < now() - @Patience
                and not exists (select 1 from outbox o where o.type = any(@Commands) and o.body ->> 'clipId' = t.clip_id)
              order by t.not_before limit 500 for update of t skip locked)
            returning clip_id, stage
            """, new { Patience, Commands }, transaction).ConfigureAwait(false)).ToList();
        foreach (var (clip, stage) in due)
        {
            LogRungAgain(clip, stage);
            await Outbox.AddAsync(transaction, StageCommand.For(Enum.Parse<Stage>(stage, ignoreCase: true), ClipId.Parse(clip)), time.GetUtcNow()).ConfigureAwait(false);
        }
        await connection.ExecuteAsync("delete from inbox where received_at < now() - @InboxAge", new { InboxAge }, transaction).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        if (due.Count > 0) outbox.Ring();
        return due.Count;
    }

    [LoggerMessage(111, LogLevel.Information, "Ringing again for clip {Clip}, stage {Stage}")]
    private partial void LogRungAgain(string clip, string stage);

    [LoggerMessage(112, LogLevel.Warning, "Sweep failed: {Reason}")]
    private partial void LogNotSwept(string reason);
}
