namespace SoraGuard.Policy.Terms;

/// <summary>The tokens from <paramref name="First"/> up to, not with, <paramref name="End"/> read as one word of the vocabulary.</summary>
internal readonly record struct WordReading(int First, int End, int Word);
