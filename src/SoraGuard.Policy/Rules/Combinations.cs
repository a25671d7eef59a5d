namespace SoraGuard.Policy.Rules;

internal sealed class AllOf(IReadOnlyList<Condition> conditions) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown)
    {
        var all = Finding.Bare;
        foreach (var condition in conditions)
        {
            if (condition.Evaluate(context, whenUnknown) is not { } found)
                return null;
            all = all.And(found);
        }
        return all;
    }
}

internal sealed class AnyOf(IReadOnlyList<Condition> conditions) : Condition
{
    /// <summary>Every alternative is looked at, so that the spans of all of them are shown.</summary>
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown)
    {
        Finding? any = null;
        foreach (var condition in conditions)
            if (condition.Evaluate(context, whenUnknown) is { } found)
                any = any is null ? found : any.And(found);
        return any;
    }
}

internal sealed class Not(Condition condition) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown) => Bare(condition.Evaluate(context, !whenUnknown) is null);
}
