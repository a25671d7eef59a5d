namespace SoraGuard.Media.Fingerprints;

/// <summary>What a clip looks like, in the way of vPDQ: its key frames in order. Empty where no frame was good enough to be known again.</summary>
public sealed record ClipFingerprint(IReadOnlyList<KeyFrame> KeyFrames);
