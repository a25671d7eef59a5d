using SoraGuard.Policy.Elections;

namespace SoraGuard.Policy.Rules;

/// <summary>A window of the calendar is in force where the request comes from.</summary>
internal sealed class ElectionWindowOpen(ElectionCalendar calendar, WindowKind kind) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown)
    {
        var window = calendar.FindOpen(kind, context.Region, context.Time);
        // "Stale" and "region not known" are answers for want of a better one: below a not they must not let anything through.
        if (window is not null && !whenUnknown && (window.Stale || context.Region is null))
            return null;
        return window is null ? null : new Finding([], window);
    }
}
