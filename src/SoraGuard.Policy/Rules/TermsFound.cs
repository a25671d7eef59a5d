namespace SoraGuard.Policy.Rules;

/// <summary>A term or an entity of any of the sources stands in the prompt.</summary>
internal sealed class TermsFound(IReadOnlyList<int> sources) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown)
    {
        var hits = context.HitsOf(sources);
        return hits.Count == 0 ? null : new Finding([.. hits.Select(hit => hit.OriginIn(context.Text))]);
    }
}
