using Microsoft.Extensions.Logging;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Messaging;

public sealed partial class StageWorker
{
    [LoggerMessage(121, LogLevel.Error, "{Stage} cannot be done for clip {ClipId}: {Code}, {Reason}")]
    private partial void LogStageFailed(Stage stage, ClipId clipId, string code, string reason);

    [LoggerMessage(122, LogLevel.Warning, "{Stage} of clip {ClipId}: the lease was lost, another worker has it; nothing was committed")]
    private partial void LogLeaseLost(Stage stage, ClipId clipId);

    [LoggerMessage(123, LogLevel.Warning, "{Stage} of clip {ClipId} met a fault and will be tried again")]
    private partial void LogFault(Stage stage, ClipId clipId, Exception fault);

    [LoggerMessage(124, LogLevel.Warning, "{Stage} of clip {ClipId} is not committed yet: {Reason}")]
    private partial void LogCommitAgain(Stage stage, ClipId clipId, string reason);

    [LoggerMessage(125, LogLevel.Warning, "{Stage} of clip {ClipId}: the lease was not renewed: {Reason}")]
    private partial void LogNotRenewed(Stage stage, ClipId clipId, string reason);

    [LoggerMessage(126, LogLevel.Warning, "{Stage}: no next piece of work was looked for: {Reason}")]
    private partial void LogNoNext(Stage stage, string reason);

    [LoggerMessage(127, LogLevel.Error, "{Stage} of clip {ClipId} was tried {Failures} times and is given up: {Reason}")]
    private partial void LogGivenUp(Stage stage, ClipId clipId, int failures, string reason);
}
