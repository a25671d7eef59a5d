namespace SoraGuard.Policy.Terms;

/// <summary>Something whose terms are looked for together: a term group, the exceptions of a group, or a class of entities.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Category">The category it scores for; null where it is only a part of rules.</param>
/// <param name="Weight">That score.</param>
/// <param name="Exceptions">Number of the source within whose hits its own count for nothing; null = none.</param>
internal sealed record TermSource(string Name, string? Category = null, double Weight = 0, int? Exceptions = null);
