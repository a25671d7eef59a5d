namespace SoraGuard.Policy.Rules;

/// <summary>A condition of a rule, compiled.</summary>
internal abstract class Condition
{
    /// <param name="context">The request.</param>
    /// <param name="whenUnknown">
    /// The answer where the request does not say (a region that is not known). It is the one that makes the rule fire: true,
    /// and false below a <c>not</c>.
    /// </param>
    /// <returns>What was found; null where the condition does not hold.</returns>
    public abstract Finding? Evaluate(EvaluationContext context, bool whenUnknown);

    protected static Finding? Bare(bool holds) => holds ? Finding.Bare : null;
}
