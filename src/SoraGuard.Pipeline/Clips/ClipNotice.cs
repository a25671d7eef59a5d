using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Clips;

internal static class ClipNotice
{
    /// <summary>What the world is told when a clip comes to rest; null while it moves.</summary>
    public static IClipNotice? For(ClipState state) => state.Status switch
    {
        ClipStatus.Released => new ClipReleased(state.Id, state.Signed!.Value), // released clips are signed
        ClipStatus.Refused => new ClipRefused(state.Id, state.Reason!.Code), // these three have a reason
        ClipStatus.Held => new ClipHeld(state.Id, state.Reason!.Code),
        ClipStatus.Failed => new ClipFailed(state.Id, state.Reason!.Code),
        _ => null,
    };
}
