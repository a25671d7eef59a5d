using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SoraGuard.Pipeline.Storage;

/// <summary>Starts the embedded server again when it dies under us.</summary>
public sealed partial class PostgresSupervisor(Database database, TimeProvider time, ILogger<PostgresSupervisor> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (database.Embedded is not { } server) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
                if (await server.ReviveAsync(stoppingToken).ConfigureAwait(false)) LogRevived();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (EmbeddedPostgresException e)
            {
                LogNotRevived(e.Message);
            }
        }
    }

    [LoggerMessage(141, LogLevel.Warning, "The embedded Postgres had died and was started again")]
    private partial void LogRevived();

    [LoggerMessage(142, LogLevel.Error, "The embedded Postgres died and does not start: {Reason}")]
    private partial void LogNotRevived(string reason);
}
