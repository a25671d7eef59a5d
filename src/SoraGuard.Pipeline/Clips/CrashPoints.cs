namespace SoraGuard.Pipeline.Clips;

/// <summary>
/// Named places where the process kills itself, for fault tests: <c>SORAGUARD__CRASHAT=generate:before-commit</c>. As kill -9: nothing is
/// flushed, no handler runs. Unset, it costs a string comparison.
/// </summary>
public sealed class CrashPoints(string? crashAt)
{
    public const string Claimed = "claimed", BeforeCommit = "before-commit", AfterCommit = "after-commit";

    public void Reach(Contracts.Stage stage, string point)
    {
        if (crashAt is null || !crashAt.Equals($"{stage}:{point}", StringComparison.OrdinalIgnoreCase)) return;
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
