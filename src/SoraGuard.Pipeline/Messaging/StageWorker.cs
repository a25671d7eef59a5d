using Microsoft.Extensions.Logging;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

/// <summary>
/// Runs one stage for the leases it is given, a few at a time, renewing each while it works. Whatever ends the work, the clip is left
/// either committed or due again: a lost lease commits nothing, a passing fault gives the stage back, a lasting one fails the clip.
/// </summary>
public sealed partial class StageWorker(IStage stage, StageLeases leases, ClipStore clips, ProgressBoard board, CrashPoints crash, int capacity, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim slots = new(capacity, capacity);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock sync = new();
    private readonly HashSet<Task> running = [];

    public Stage Stage => stage.Stage;

    internal bool TryReserve() => !stopping.IsCancellationRequested && slots.Wait(0, CancellationToken.None);

    internal void Unreserve() => slots.Release();

    /// <summary>Takes a piece of work that has been due for so long that its ring must have been lost, if this worker is idle.</summary>
    internal async Task TakeOverdueAsync(TimeSpan overdue, CancellationToken cancellation)
    {
        if (!TryReserve()) return;
        StageLease? lease = null;
        try
        {
            lease = await leases.ClaimNextAsync(Stage, cancellation, overdue).ConfigureAwait(false);
        }
        finally
        {
            if (lease is null) Unreserve();
        }
        if (lease is not null) Start(lease);
    }

    /// <summary>Works on a lease in a reserved slot, then on whatever else is due, then frees the slot.</summary>
    internal void Start(StageLease lease)
    {
        var task = Task.Run(() => WorkAsync(lease));
        lock (sync) running.Add(task);
        task.ContinueWith(done => { lock (sync) running.Remove(done); }, TaskScheduler.Default);
    }

    /// <summary>Stops the work: leases are handed back and due at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        Task[] left;
        lock (sync) left = [.. running];
        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        slots.Dispose();
    }

    private async Task WorkAsync(StageLease first)
    {
        try
        {
            for (StageLease? lease = first; lease is not null && !stopping.IsCancellationRequested; lease = await leases.ClaimNextAsync(Stage, stopping.Token).ConfigureAwait(false))
                await RunAsync(lease).ConfigureAwait(false);
        }
        catch (Exception e) // database away: the sweeper rings when it is back
        {
            LogNoNext(Stage, e.Message);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task RunAsync(StageLease lease)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        var share = 0.0;
        board.Set(lease.ClipId, Stage, 0);
        var heartbeat = RenewAsync(lease, () => Volatile.Read(ref share), lost);
        try
        {
            crash.Reach(Stage, CrashPoints.Claimed);
            var happened = lease.Failures >= StageLeases.MostFailures
                ? GivenUp(lease)
                : await stage.RunAsync(lease, new ShareReport(s => { Volatile.Write(ref share, s); board.Set(lease.ClipId, Stage, s); }), lost.Token).ConfigureAwait(false);
            await CommitAsync(lease, happened, lost.Token).ConfigureAwait(false);
        }
        catch (StageException e)
        {
            LogStageFailed(Stage, lease.ClipId, e.Code, e.InnerException?.Message ?? e.Message);
            await CommitAsync(lease, new StageFailed(Stage, e.Code, e.Message), lost.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            if (stopping.IsCancellationRequested) await leases.HandBackAsync(lease, CancellationToken.None).ConfigureAwait(false);
            else LogLeaseLost(Stage, lease.ClipId);
        }
        catch (Exception e) // anything else may pass: give the stage back, to be tried again after a pause
        {
            LogFault(Stage, lease.ClipId, e);
            await leases.GiveBackAsync(lease, e.Message, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            board.Clear(lease.ClipId);
            await lost.CancelAsync().ConfigureAwait(false);
            await heartbeat.ConfigureAwait(false);
        }
    }

    /// <summary>The requester is told that it was not the request; what it was stands in the log.</summary>
    private StageFailed GivenUp(StageLease lease)
    {
        LogGivenUp(Stage, lease.ClipId, lease.Failures, lease.LastError ?? "its worker died each time");
        return new(Stage, "stage_failed", $"The service could not finish this clip: its stage {Stage} failed {lease.Failures} times, for a reason that does not lie in the request. Try again later.");
    }

    /// <summary>Commits; while the database is away it tries again as long as the lease is not known to be lost.</summary>
    private async Task CommitAsync(StageLease lease, ClipEvent happened, CancellationToken cancellation)
    {
        crash.Reach(Stage, CrashPoints.BeforeCommit);
        while (true)
        {
            try
            {
                if (await clips.CommitAsync(lease, happened, cancellation).ConfigureAwait(false) is null) LogLeaseLost(Stage, lease.ClipId);
                break;
            }
            catch (Npgsql.NpgsqlException e) when (e.IsTransient)
            {
                LogCommitAgain(Stage, lease.ClipId, e.Message);
                await Task.Delay(CommitPatience, cancellation).ConfigureAwait(false);
            }
        }
        crash.Reach(Stage, CrashPoints.AfterCommit);
    }

    /// <summary>Renews until the work ends; a lease that is gone cancels the work. A database that is away loses nothing yet: the token decides.</summary>
    private async Task RenewAsync(StageLease lease, Func<double> share, CancellationTokenSource lost)
    {
        while (true)
        {
            await Task.Delay(StageLeases.Term / 3, lost.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (lost.IsCancellationRequested) return;
            try
            {
                if (await leases.RenewAsync(lease, share(), lost.Token).ConfigureAwait(false)) continue;
                await lost.CancelAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or OperationCanceledException or TimeoutException)
            {
                if (!lost.IsCancellationRequested) LogNotRenewed(Stage, lease.ClipId, e.Message);
            }
        }
    }

    private sealed class ShareReport(Action<double> take) : IProgress<double>
    {
        void IProgress<double>.Report(double value) => take(value);
    }
}
