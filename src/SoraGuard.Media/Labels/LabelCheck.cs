namespace SoraGuard.Media.Labels;

/// <summary>What a verifier saw of one label.</summary>
/// <param name="Profile">The label looked for.</param>
/// <param name="Origin">The text looked for.</param>
/// <param name="Present">Whether it is there from the first frame on, for as long as its profile demands.</param>
/// <param name="Score">Mean likeness to the label's picture over all frames: normalised correlation, 1 for the label itself, near 0 for anything else.</param>
/// <param name="Seconds">How long it is seen without a gap from the first frame on.</param>
/// <param name="RequiredSeconds">How long the profile demands.</param>
public readonly record struct LabelCheck(LabelProfile Profile, ContentOrigin Origin, bool Present, double Score, double Seconds, double RequiredSeconds);
