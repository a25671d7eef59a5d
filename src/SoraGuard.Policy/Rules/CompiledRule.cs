namespace SoraGuard.Policy.Rules;

internal sealed record CompiledRule(PolicyRule Rule, Condition When)
{
    public RuleHit? Evaluate(EvaluationContext context)
    {
        if (When.Evaluate(context, whenUnknown: true) is not { } found)
            return null;
        return new RuleHit
        {
            RuleId = Rule.Id,
            Version = Rule.Version,
            Action = Rule.Grants.GetValueOrDefault(context.Tier, Rule.Action),
            Category = Rule.Category,
            Reason = Rule.Reason,
            Spans = [.. Finding.Merge(found.Spans).Take(RuleHit.MaxSpans)],
            Window = found.Window,
        };
    }
}
