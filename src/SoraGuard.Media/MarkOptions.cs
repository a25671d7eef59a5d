using SoraGuard.Media.Labels;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media;

/// <summary>What marks a clip gets.</summary>
public sealed record MarkOptions
{
    /// <summary>CRF of the re-encode that the watermark must outlive before a clip may go on, where none is given.</summary>
    public const int DefaultSurvivalCrf = 28;

    /// <summary>Whose watermark.</summary>
    public required WatermarkKey Key { get; init; }

    /// <summary>Its payload.</summary>
    public required WatermarkId Id { get; init; }

    /// <summary>The visible label. Default: none.</summary>
    public LabelProfile Label { get; init; } = LabelProfile.None;

    /// <summary>What the label says. Default: generated.</summary>
    public ContentOrigin Origin { get; init; } = ContentOrigin.Generated;

    /// <summary>The AIGC record; null for none.</summary>
    public AigcRecord? Aigc { get; init; }

    /// <summary>CRF of the one delivery encode, 0 to 51. Default: 14.</summary>
    public int Crf { get; init; } = EncoderOptions.DefaultCrf;

    /// <summary>CRF of the trial re-encode; null to leave the trial out. Default: 28.</summary>
    public int? SurvivalCrf { get; init; } = DefaultSurvivalCrf;
}
