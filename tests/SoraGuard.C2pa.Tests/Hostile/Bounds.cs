using System.Diagnostics;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>
/// What hostile input may cost: a second and 64 MiB. A case that took longer is run again by the processor's time, since machines do
/// something else too. One that does not end at all ends the process, with its name.
/// </summary>
internal static class Bounds
{
    public const long MaxAllocatedBytes = 64L * 1024 * 1024;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <param name="read">True for what was accepted. <see cref="C2paFormatException"/> is a refusal like any other; every other exception fails the case.</param>
    /// <param name="what">Names the case.</param>
    /// <returns>Whether it was accepted.</returns>
    public static bool Run(Func<bool> read, string what)
    {
        using var watchdog = new Timer(_ => Environment.FailFast($"Does not end: {what}"), null, Hang, Timeout.InfiniteTimeSpan);
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        var accepted = Accepts(read, what);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= MaxAllocatedBytes, $"{allocated} bytes allocated: {what}");
        if (watch.Elapsed > MaxTime)
        {
            var start = ProcessorTime();
            Accepts(read, what);
            var taken = ProcessorTime() - start;
            Assert.True(taken <= MaxTime, $"{taken} taken: {what}");
        }
        return accepted;
    }

    private static bool Accepts(Func<bool> read, string what)
    {
        try
        {
            return read();
        }
        catch (C2paFormatException)
        {
            return false;
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"{what}: {e}");
        }
    }

    /// <summary>Of this thread, where Linux tells (proc(5), schedstat: nanoseconds on the processor come first); else all time.</summary>
    private static TimeSpan ProcessorTime()
    {
        const string file = "/proc/thread-self/schedstat";
        return File.Exists(file)
            ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(file).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) / 1000)
            : Stopwatch.GetElapsedTime(0);
    }
}
