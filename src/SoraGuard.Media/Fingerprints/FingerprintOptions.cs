namespace SoraGuard.Media.Fingerprints;

/// <summary>Which frames of a clip are hashed.</summary>
public sealed record FingerprintOptions
{
    /// <summary>What a clip is registered and looked up by.</summary>
    public static FingerprintOptions Default { get; } = new();

    /// <summary>
    /// For a copy that is held against one known clip: every frame, without windows. Whatever was cut, dropped or cropped, some frame then shows what the known
    /// clip's key frames show. Too many for an index.
    /// </summary>
    public static FingerprintOptions EveryFrame { get; } = new() { KeyFrameSeconds = 0 };

    /// <summary>
    /// Time in which a key frame is the calmest, half to each side, and the longest time without one, twice this; in seconds, 0.2 to 10, or 0 for every frame.
    /// Default: 0.5, which gives one or two in a second.
    /// </summary>
    public double KeyFrameSeconds { get; init; } = 0.5;

    /// <summary>Lowest quality that is kept, 0 to 100. Default: 50, as PDQ advises.</summary>
    public int LowestQuality { get; init; } = 50;
}
