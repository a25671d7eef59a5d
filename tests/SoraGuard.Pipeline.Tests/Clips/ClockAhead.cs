namespace SoraGuard.Pipeline.Tests.Clips;

/// <summary>The clock of a machine that is an hour ahead of the database's. Its timers run like everybody's.</summary>
internal sealed class ClockAhead : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1);
}
