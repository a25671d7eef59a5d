using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// Removes what no clip needs any more: the unmarked and unsigned copies of released, refused and failed clips, and files a crash left in the
/// blob store. What is held keeps everything, because a reviewer must see it.
/// </summary>
public sealed partial class Housekeeper(NpgsqlDataSource database, BlobStore blobs, TimeProvider time, ILogger<Housekeeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30), LeftoverAge = TimeSpan.FromHours(2), Recent = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                LogNotSwept(e.Message);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One sweep over the clips that came to rest within the last day.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        blobs.RemoveLeftovers(now, LeftoverAge);
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        // Two clips of one prompt and seed share what was generated: it goes when the last of them is at rest.
        var states = await connection.QueryAsync<string>("""
            select c.state::text from clip c
            where c.status in ('released', 'refused', 'failed') and c.updated_at > @Since and not exists (
              select 1 from clip o where o.status not in ('released', 'refused', 'failed') and o.state ->> 'generated' = c.state ->> 'generated')
            """, new { Since = now - Recent }).ConfigureAwait(false);
        foreach (var state in states.Select(PipelineJson.Read<ClipState>))
            foreach (var digest in Needless(state)) blobs.Delete(digest);
    }

    /// <summary>Blobs that a clip at rest does not need.</summary>
    internal static IEnumerable<Sha256Digest> Needless(ClipState state) =>
        new[] { state.Generated, state.Marked, state.Status == ClipStatus.Released ? null : state.Signed }.OfType<Sha256Digest>();

    [LoggerMessage(151, LogLevel.Warning, "Blobs were not tidied: {Reason}")]
    private partial void LogNotSwept(string reason);
}
