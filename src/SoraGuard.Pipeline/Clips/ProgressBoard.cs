using System.Collections.Concurrent;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Clips;

/// <summary>How far the stages that run in this process are, finer than the database knows it.</summary>
public sealed class ProgressBoard
{
    private readonly ConcurrentDictionary<ClipId, (Stage Stage, double Share)> running = new();

    public (Stage Stage, double Share)? Of(ClipId clip) => running.TryGetValue(clip, out var entry) ? entry : null;

    internal void Set(ClipId clip, Stage stage, double share) => running[clip] = (stage, Math.Clamp(share, 0, 1));

    internal void Clear(ClipId clip) => running.TryRemove(clip, out _);
}
