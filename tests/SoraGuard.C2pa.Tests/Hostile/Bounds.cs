using System.Diagnostics;

namespace SoraGuard.C2pa.Tests.Hostile;

/// <summary>
/// What hostile input may cost: a second and 64 MiB. A case that took longer is run again, for machines that do something else too: it
/// fails if none of three runs is quick enough. One that does not end at all ends the process, with its name.
/// </summary>
internal static class Bounds
{
    public const long MaxAllocatedBytes = 64L * 1024 * 1024;

    private const int Runs = 3;

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <param name="read">True for what was accepted. <see cref="C2paFormatException"/> is a refusal like any other; every other exception fails the case.</param>
    /// <param name="what">Names the case.</param>
    /// <returns>Whether it was accepted.</returns>
    public static bool Run(Func<bool> read, string what)
    {
        using var watchdog = new Timer(_ => Environment.FailFast($"Does not end: {what}"), null, Hang, Timeout.InfiniteTimeSpan);
        var (accepted, least) = (false, TimeSpan.MaxValue);
        for (var run = 0; run < Runs && least > MaxTime; run++)
        {
            var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            accepted = Accepts(read, what);
            least = watch.Elapsed < least ? watch.Elapsed : least;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= MaxAllocatedBytes, $"{allocated} bytes allocated: {what}");
        }
        Assert.True(least <= MaxTime, $"{least} taken: {what}");
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
}
