namespace SoraGuard.Inference.Classifiers;

/// <summary>What a clip can be inspected for, by the names that policies use. A category that no loaded classifier scores is reported as not provided, never as 0.</summary>
public static class VisualCategories
{
    public const string Violence = "violence";

    public static IReadOnlyList<string> All { get; } = [Violence, "gore", "sexual", "self-harm", "weapons", "drugs", "hate", "public-figures"];
}
