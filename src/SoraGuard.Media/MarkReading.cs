using SoraGuard.Media.Labels;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media;

/// <summary>Every mark that a file itself still shows, the C2PA manifest apart.</summary>
public sealed record MarkReading
{
    /// <summary>What the clip is.</summary>
    public required VideoInfo Info { get; init; }

    /// <summary>The watermark of each key asked for, in that order.</summary>
    public required IReadOnlyList<WatermarkDetection> Watermarks { get; init; }

    /// <summary>Each label looked for: those that would fit into the frame.</summary>
    public required IReadOnlyList<LabelCheck> Labels { get; init; }

    /// <summary>The AIGC metadata record.</summary>
    public required AigcReading Aigc { get; init; }
}
