namespace SoraGuard.Media.Labels;

internal enum LabelCorner
{
    TopLeft,
    TopRight,
    BottomRight,
}

/// <summary>What a profile demands: an engineer's reading of the texts named in <see cref="LabelProfile"/>, no legal advice.</summary>
/// <param name="Profile">Whose rule.</param>
/// <param name="Origin">What the text says.</param>
/// <param name="Mask">The text's picture.</param>
/// <param name="Height">Height of the smallest character, as a share of the frame's shortest side.</param>
/// <param name="Corner">Where it stands.</param>
/// <param name="MinSeconds">How long it must be seen from the first frame on; null for the whole clip. It is drawn on the whole clip in any case.</param>
internal sealed record LabelRule(
    LabelProfile Profile, ContentOrigin Origin, string Mask, double Height, LabelCorner Corner, double? MinSeconds)
{
    private const double CnHeight = 0.05;
    private const double CnMinSeconds = 2;

    // The Code of Practice asks for a legible icon and names no size; the stricter Chinese measure serves.
    private const double EuHeight = 0.05;
    private const double PlainHeight = 0.045;

    /// <summary>The rule of a profile; null for <see cref="LabelProfile.None"/>.</summary>
    public static LabelRule? For(LabelProfile profile, ContentOrigin origin) => profile switch
    {
        LabelProfile.None => null,
        LabelProfile.Plain => new LabelRule(profile, origin, Pick(origin, "ai-generated", "ai-modified"), PlainHeight, LabelCorner.BottomRight, MinSeconds: null),
        LabelProfile.Eu => new LabelRule(
            profile, origin, Pick(origin, "ai-generated-capitals", "ai-modified-capitals"), EuHeight, LabelCorner.TopRight, MinSeconds: null),
        LabelProfile.Cn => new LabelRule(profile, origin, "ai-generated-zh", CnHeight, LabelCorner.TopLeft, CnMinSeconds),
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "There is no such label profile."),
    };

    private static string Pick(ContentOrigin origin, string generated, string modified) => origin == ContentOrigin.Generated ? generated : modified;
}
