namespace SoraGuard.Cli.Benchmarks;

/// <summary>The most memory the process held since it was started, looked at every few milliseconds.</summary>
internal sealed class MemorySampler : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly Timer timer;
    private long peak;

    private MemorySampler()
    {
        BaselineBytes = peak = Environment.WorkingSet;
        timer = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, Interval, Interval);
    }

    public long BaselineBytes { get; }

    public long PeakBytes => Math.Max(peak, Environment.WorkingSet);

    public static MemorySampler Start() => new();

    public void Dispose() => timer.Dispose();
}
