using SoraGuard.Media.Labels;

namespace SoraGuard.Media;

/// <summary>What came of marking a clip.</summary>
public sealed record MarkResult
{
    /// <summary>PSNR-Y in dB of the watermarked frames against the decoded ones, before label and encode.</summary>
    public required double PsnrY { get; init; }

    /// <summary>Mean SSIM of the same.</summary>
    public required double Ssim { get; init; }

    /// <summary>Frames marked.</summary>
    public required int Frames { get; init; }

    /// <summary>Where the label stands; null without one.</summary>
    public required LabelPlacement? Label { get; init; }

    /// <summary>What the final bytes show, read back by <see cref="MarkReader"/>.</summary>
    public required MarkReading Reading { get; init; }

    /// <summary>Why the clip must not go on: a mark that was asked for is not there, or would not outlive a re-encode. Empty when all is well.</summary>
    public required IReadOnlyList<string> HeldBecause { get; init; }

    /// <summary>Whether the clip must be held. The file has been written in either case.</summary>
    public bool Held => HeldBecause.Count > 0;
}
