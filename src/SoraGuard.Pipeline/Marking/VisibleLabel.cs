using SoraGuard.Media.Labels;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Marking;

/// <summary>Which visible label a clip carries: the one of its request, and at least the plain one where a verdict asks for a label.</summary>
internal static class VisibleLabel
{
    /// <summary>Null for none.</summary>
    public static LabelProfile? Required(ClipState clip, ClipRequest request) => request.Label switch
    {
        LabelProfile.None => clip.LabelRequired ? LabelProfile.Plain : null,
        var profile => profile,
    };

    /// <summary>What the label says; null for none.</summary>
    public static string? TextOf(LabelProfile profile, ContentOrigin origin) => (profile, origin) switch
    {
        (LabelProfile.Plain, ContentOrigin.Generated) => "AI-generated",
        (LabelProfile.Plain, _) => "AI-modified",
        (LabelProfile.Eu, ContentOrigin.Generated) => "AI GENERATED",
        (LabelProfile.Eu, _) => "AI MODIFIED",
        (LabelProfile.Cn, _) => "AI生成",
        _ => null,
    };

    /// <summary>A clip made from an image or another clip is modified material, not generated from nothing.</summary>
    public static ContentOrigin OriginOf(ClipRequest request) =>
        request.InputImage is null && request.InputClip is null ? ContentOrigin.Generated : ContentOrigin.Modified;
}
