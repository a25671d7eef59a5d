namespace SoraGuard.Pipeline.Contracts;

/// <summary>Published when a clip comes to rest; nobody has to listen.</summary>
public interface IClipNotice
{
    ClipId ClipId { get; }
}

public sealed record ClipReleased(ClipId ClipId, Sha256Digest Content) : IClipNotice;

public sealed record ClipRefused(ClipId ClipId, string Code) : IClipNotice;

public sealed record ClipHeld(ClipId ClipId, string Code) : IClipNotice;

public sealed record ClipFailed(ClipId ClipId, string Code) : IClipNotice;
