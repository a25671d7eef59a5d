namespace SoraGuard.Policy.Terms;

/// <summary>A term found: the tokens from <paramref name="First"/> up to, not with, <paramref name="End"/>.</summary>
internal readonly record struct TermHit(int Term, int First, int End);
