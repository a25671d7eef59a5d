namespace SoraGuard.Media.Video;

/// <summary>Turns what ffmpeg and ffprobe say into a reason a caller can act on.</summary>
internal static class ToolFailure
{
    private const int SignalBase = 128;
    private const int CpuLimitSignal = 24;
    private const int FileSizeSignal = 25;

    // In order: the first phrase that occurs decides.
    private static readonly (string Phrase, MediaError Reason, string Advice)[] s_phrases =
    [
        ("received signal 24", MediaError.TimedOut, "it takes too much processor time; use a shorter or smaller clip"),
        ("moov atom not found", MediaError.Truncated, "its index is missing; fetch the whole file again"),
        ("partial file", MediaError.Truncated, "it ends too early; fetch the whole file again"),
        ("exceeds limit", MediaError.TooLarge, "send a smaller file"),
        ("max_streams", MediaError.TooLarge, "send a file with fewer streams"),
        ("Picture size", MediaError.TooLarge, "send smaller frames"),
        ("File too large", MediaError.TooLarge, "the result would pass the size limit; ask for a shorter or smaller clip"),
        ("Codec (", MediaError.UnsupportedCodec, "re-encode it as H.264"),
        ("Decoder (codec", MediaError.UnsupportedCodec, "re-encode it as H.264"),
        ("Cannot allocate memory", MediaError.TooLarge, "it needs more memory than a tool may use; send smaller frames"),
    ];

    /// <param name="tool">The program.</param>
    /// <param name="exitCode">What it returned.</param>
    /// <param name="words">What it wrote to standard error.</param>
    /// <param name="file">The file it was about.</param>
    /// <param name="reading">Whether the tool was reading a file: then failure it gives no known reason for is the file's fault.</param>
    public static MediaException Explain(string tool, int exitCode, string words, string file, bool reading)
    {
        if (exitCode == SignalBase + CpuLimitSignal)
            return new MediaException(MediaError.TimedOut, $"{file}: {tool} used up its processor time: use a shorter or smaller clip.");
        if (exitCode == SignalBase + FileSizeSignal)
            return new MediaException(MediaError.TooLarge, $"{file}: the result would pass the size limit: ask for a shorter or smaller clip.");
        foreach (var (phrase, reason, advice) in s_phrases)
            if (words.Contains(phrase, StringComparison.OrdinalIgnoreCase))
                return new MediaException(reason, $"{file}: {advice} ({tool}: {LastLine(words)}).");
        if (reading && words.Length > 0)
            return new MediaException(MediaError.Truncated, $"{file}: its content is damaged; fetch the whole file again ({tool}: {LastLine(words)}).");
        return new MediaException(MediaError.ToolFailed, $"{file}: {tool} failed with exit code {exitCode}: {LastLine(words)}");
    }

    private static string LastLine(string words)
    {
        var line = words[(words.LastIndexOf('\n') + 1)..].Trim();
        return line.Length > 0 ? line : "it said nothing";
    }
}
