using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// Removes what no clip needs any more: the unmarked and unsigned copies of released, refused and failed clips, inputs, what lost leases and
/// crashes left behind. What is held keeps everything, because a reviewer must see it.
/// </summary>
public sealed partial class Housekeeper(NpgsqlDataSource database, BlobStore blobs, TimeProvider time, ILogger<Housekeeper> log) : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30), Recent = TimeSpan.FromDays(1), CollectEvery = TimeSpan.FromHours(1);

    // Longer than a clip is on its way between storing a blob and the transaction that names it.
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(2);

    private DateTimeOffset collected = DateTimeOffset.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
                if (time.GetUtcNow() - collected > CollectEvery)
                {
                    await CollectAsync(stoppingToken).ConfigureAwait(false);
                    collected = time.GetUtcNow();
                }
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
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        // Two clips of one prompt and seed share what was generated: it goes when the last of them is at rest. A seed is asked for as well,
        // because the other may have stored it and not yet said so.
        var states = await connection.QueryAsync<string>("""
            select c.state::text from clip c
            where c.status in ('released', 'refused', 'failed') and c.updated_at > @Since and not exists (
              select 1 from clip o where o.status not in ('released', 'refused', 'failed')
                and (o.state ->> 'generated' = c.state ->> 'generated' or o.status = 'generating' and o.request ->> 'seed' = c.request ->> 'seed'))
            """, new { Since = time.GetUtcNow() - Recent }).ConfigureAwait(false);
        foreach (var state in states.Select(PipelineJson.Read<ClipState>))
            foreach (var digest in Needless(state)) blobs.Delete(digest);
    }

    /// <summary>Removes every old blob that no clip on its way, no held clip and no release names.</summary>
    public async Task CollectAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        blobs.RemoveLeftovers(now, LeftoverAge);
        // The old blobs first, the names after: a clip that is admitted in between has fresh blobs.
        var old = blobs.StoredBefore(now, LeftoverAge).ToList();
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var needed = (await connection.QueryAsync<string>("""
            select d from clip c, lateral (values (c.state ->> 'generated'), (c.state ->> 'marked'), (c.state ->> 'signed'),
              (c.request ->> 'inputImage'), (c.request ->> 'inputClip')) as named (d)
            where c.status not in ('released', 'refused', 'failed') and d is not null
            """).ConfigureAwait(false)).ToHashSet();
        foreach (var batch in old.Where(d => !needed.Contains(d.ToString())).Chunk(Batch))
        {
            var released = (await connection.QueryAsync<string>("select content from release where content = any(@Names)",
                new { Names = batch.Select(d => d.ToString()).ToArray() }).ConfigureAwait(false)).ToHashSet();
            foreach (var digest in batch.Where(d => !released.Contains(d.ToString()))) blobs.Delete(digest);
        }
    }

    /// <summary>Blobs that a clip at rest does not need.</summary>
    internal static IEnumerable<Sha256Digest> Needless(ClipState state) =>
        new[] { state.Generated, state.Marked, state.Status == ClipStatus.Released ? null : state.Signed }.OfType<Sha256Digest>();

    [LoggerMessage(151, LogLevel.Warning, "Blobs were not tidied: {Reason}")]
    private partial void LogNotSwept(string reason);
}
