namespace SoraGuard.Pipeline.Contracts;

/// <summary>
/// Rings a worker for one stage of one clip. A doorbell: the work itself, and whether it is due, stand in Postgres, so a lost,
/// doubled or late command costs time only.
/// </summary>
public interface IStageCommand
{
    ClipId ClipId { get; }
}

public sealed record ScreenPrompt(ClipId ClipId) : IStageCommand;

public sealed record GenerateClip(ClipId ClipId) : IStageCommand;

public sealed record InspectClip(ClipId ClipId) : IStageCommand;

public sealed record MarkClip(ClipId ClipId) : IStageCommand;

public sealed record SignClip(ClipId ClipId) : IStageCommand;

public sealed record VerifyRelease(ClipId ClipId) : IStageCommand;
