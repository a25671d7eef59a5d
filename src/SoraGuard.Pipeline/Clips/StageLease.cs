using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Clips;

/// <summary>
/// The right to do one stage of one clip for a while. The token is new at each claim: a commit that carries an old one changes nothing.
/// </summary>
/// <param name="Failures">Attempts before this one that did not end.</param>
/// <param name="LastError">What the last of them said.</param>
public sealed record StageLease(ClipId ClipId, Stage Stage, long Token, int Failures, string? LastError, ClipState State, ClipRequest Request)
{
    internal object Key => new { Id = ClipId.ToString(), Stage = DbText.Of(Stage), Token };
}
