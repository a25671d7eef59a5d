namespace SoraGuard.Inference.Classifiers;

/// <summary>What the classifiers say of a clip. Scores are calibrated probabilities in [0,1]; times are seconds from the start of the footage.</summary>
public sealed record InspectionReport
{
    /// <summary>Every frame sampled, in order; empty where the clip has too few.</summary>
    public required IReadOnlyList<FrameScores> Frames { get; init; }

    /// <summary>
    /// Where a category stays high, by the thresholds of its classifier; by category, then by time. Never shorter than a window (or the whole of
    /// shorter footage), for a frame has the highest score of the windows that show it.
    /// </summary>
    public required IReadOnlyList<InspectionSegment> Segments { get; init; }

    /// <summary>The highest score of each category; empty where the clip has too few frames.</summary>
    public required IReadOnlyDictionary<string, double> Clip { get; init; }

    /// <summary>
    /// Why the clip could not be judged, else null. Where it is set, a low score means nothing (a high one still does), and the clip must not be
    /// released on these scores.
    /// </summary>
    public required string? Abstained { get; init; }

    /// <summary>Every window scored: what is stored, so that another calibration or threshold replays without inference.</summary>
    public required IReadOnlyList<ScoredWindow> Windows { get; init; }

    /// <summary>The strongest windows of each category, strongest first, with where in the picture.</summary>
    public required IReadOnlyList<WindowEvidence> Evidence { get; init; }

    /// <summary>Categories that no classifier scored.</summary>
    public required IReadOnlyList<string> NotProvided { get; init; }

    public required IReadOnlyList<ClassifierIdentity> Models { get; init; }

    /// <summary>Sampling rate.</summary>
    public int FramesPerSecond { get; init; } = Sampling.FramesPerSecond;

    /// <summary>Frames that came from the source.</summary>
    public required int FramesRead { get; init; }

    /// <summary>Frames of them that no classifier saw.</summary>
    public required int FramesSkipped { get; init; }
}

/// <summary>A frame: its time, and by category the highest score among the windows that show it.</summary>
public sealed record FrameScores(double T, IReadOnlyDictionary<string, double> Scores);

/// <summary>A span of footage, up to the end of its last frame, and its highest score.</summary>
public sealed record InspectionSegment(double Start, double End, string Category, double Peak);

/// <summary>One window's score. <paramref name="Logit"/> is the network's own number, before calibration.</summary>
public sealed record ScoredWindow(double Start, double End, string Category, double Logit, double Score);

/// <summary>Why a window scored high: 10x10 numbers in rows from the top left, in logits, the higher the more.</summary>
public sealed record WindowEvidence(ScoredWindow Window, IReadOnlyList<float> Map);

/// <summary>Which model gave a category's scores, and its calibration.</summary>
public sealed record ClassifierIdentity(string Id, string Sha256, string Version, string Category, double Scale, double Shift);
