namespace SoraGuard.Policy.Rules;

/// <summary>A score was given and is at least as high.</summary>
internal sealed class ScoreAtLeast(string name, double threshold) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown) =>
        Bare(context.Signals.Scores.TryGetValue(name, out var score) && score >= threshold);
}

/// <summary>A classifier declined to answer.</summary>
internal sealed class HasAbstained(bool expected) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown) => Bare(context.Signals.Abstained is not null == expected);
}

internal sealed class InputIs(IReadOnlyList<InputProvenance> kinds) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown) => Bare(kinds.Contains(context.Signals.Input));
}

internal sealed class TierIs(IReadOnlyList<string> tiers) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown) => Bare(tiers.Contains(context.Tier));
}

internal sealed class RegionIs(IReadOnlyList<Region> regions) : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown) =>
        Bare(context.Region is { } region ? regions.Any(known => known.Contains(region)) : whenUnknown);
}

/// <summary>Some sentence is in a language that the terms do not cover.</summary>
internal sealed class LanguageUncovered : Condition
{
    public override Finding? Evaluate(EvaluationContext context, bool whenUnknown) => context.Uncovered.Count == 0 ? null : new Finding(context.Uncovered);
}
