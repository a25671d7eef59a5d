namespace SoraGuard.Media.Watermark;

/// <summary>What a detector found for one key.</summary>
public sealed record WatermarkDetection
{
    /// <summary>
    /// Whether the clip carries this key's mark: the payload's code is right, or the sync pattern stands out further than chance allows
    /// (<see cref="WatermarkDetector.AcceptedFalsePositives"/>). False says that no mark was found where <see cref="Searched"/> says, never that there is none.
    /// </summary>
    public required bool Found { get; init; }

    /// <summary>Whether the payload was read and its 32-bit code is this key's.</summary>
    public required bool Valid { get; init; }

    /// <summary>The id; null unless <see cref="Valid"/>.</summary>
    public WatermarkId? Payload { get; init; }

    /// <summary>Height of the sync pattern at the best place, in standard deviations over random keys.</summary>
    public required double Z { get; init; }

    /// <summary>
    /// Share of the raw coded bits that were received wrong, from 0 to about 0.25 (beyond that nothing decodes); null unless <see cref="Valid"/>.
    /// </summary>
    public double? RawBitErrorRate { get; init; }

    /// <summary>
    /// Upper bound on the chance that a clip made without this key scores as well, over everything tried: 1 where nothing speaks for a mark.
    /// Proven from the key's randomness alone (HMAC-SHA-256 as a random function), with no assumption on the clip.
    /// </summary>
    public required double FalsePositiveBound { get; init; }

    /// <summary>The stretches of the clip in which the mark itself was seen, in order. Resolution: <see cref="SearchedSpace.WindowSeconds"/>.</summary>
    public required IReadOnlyList<MarkSpan> Spans { get; init; }

    /// <summary>How the clip lies in the marked frame; null unless found.</summary>
    public MarkGeometry? Geometry { get; init; }

    /// <summary>What was looked at.</summary>
    public required SearchedSpace Searched { get; init; }
}

/// <summary>A stretch of time, in seconds from the first frame.</summary>
public readonly record struct MarkSpan(double StartSeconds, double EndSeconds);

/// <summary>How a picture lies in the frame that was marked.</summary>
/// <param name="Scale">
/// Share of the marked frame's short side that the picture's short side spans: 1 for the full frame at any size, 0.71 for a crop to 71 %.
/// </param>
/// <param name="Flipped">Whether the picture is a mirror image, left for right.</param>
/// <param name="OffsetX">
/// Place of the picture's left edge (the right edge of a mirror image) in the marked frame, as a share of that frame's short side, known only modulo 64/270.
/// </param>
/// <param name="OffsetY">The same for the top edge.</param>
public readonly record struct MarkGeometry(double Scale, bool Flipped, double OffsetX, double OffsetY);

/// <summary>The space a detector searched.</summary>
/// <param name="Frames">Frames added together.</param>
/// <param name="Seconds">Their duration.</param>
/// <param name="WindowSeconds">Length of the windows behind the spans.</param>
/// <param name="LowestScale">Smallest crop looked for, as in <see cref="MarkGeometry.Scale"/>.</param>
/// <param name="HighestScale">Largest enlargement of the canvas looked for.</param>
/// <param name="Hypotheses">Combinations of scale, flip and offset looked at.</param>
/// <param name="DecodeAttempts">Payloads read and checked against their code.</param>
public readonly record struct SearchedSpace(
    int Frames, double Seconds, double WindowSeconds, double LowestScale, double HighestScale, long Hypotheses, int DecodeAttempts);
