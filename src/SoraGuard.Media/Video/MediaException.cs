namespace SoraGuard.Media.Video;

/// <summary>Why a media operation could not be done.</summary>
public enum MediaError
{
    /// <summary>The bytes are no video (or picture) of a kind that is read here.</summary>
    NotMedia,

    /// <summary>The file ends before its content does, or its content is damaged.</summary>
    Truncated,

    /// <summary>More bytes, pixels or streams than <see cref="MediaLimits"/> allow.</summary>
    TooLarge,

    /// <summary>Fewer pixels than the operation needs.</summary>
    TooSmall,

    /// <summary>A longer clip than <see cref="MediaLimits.MaxDuration"/>.</summary>
    TooLong,

    /// <summary>The codec is not among those that are read here.</summary>
    UnsupportedCodec,

    /// <summary>ffmpeg, ffprobe, prlimit or a sandbox that was asked for is not there.</summary>
    ToolMissing,

    /// <summary>The tool failed for a reason of its own; the message carries its last words.</summary>
    ToolFailed,

    /// <summary>The tool was stopped at its wall-clock limit.</summary>
    TimedOut,
}

/// <summary>A file or a tool did not do. The message names the file, what is wrong and what to do.</summary>
public sealed class MediaException(MediaError reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public MediaError Reason { get; } = reason;
}
