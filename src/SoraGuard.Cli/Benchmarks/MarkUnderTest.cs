using System.Diagnostics;
using System.Security.Cryptography;
using SoraGuard.Media;
using SoraGuard.Media.Video;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Cli.Benchmarks;

/// <summary>What an embedder said of a clip.</summary>
/// <param name="HeldBecause">Why it should not be released; null where all is well.</param>
/// <param name="PsnrY">In dB, of the marked frames before they were encoded again; null where it does not say.</param>
/// <param name="Ssim">Mean of the same.</param>
internal sealed record MarkMade(string? HeldBecause = null, double? PsnrY = null, double? Ssim = null);

/// <summary>What a detector said of a clip.</summary>
/// <param name="Payload">Null where it read none.</param>
/// <param name="RawBitAccuracy">Share of coded bits received right; null where it does not say.</param>
/// <param name="Log10P">Of the chance that a clip without the mark says as much; null where it does not say.</param>
internal sealed record MarkFound(WatermarkId? Payload, double? RawBitAccuracy = null, double? Log10P = null);

/// <summary>An embedder and a detector that are put to the test.</summary>
internal interface IMarkUnderTest
{
    /// <summary>Writes the marked clip.</summary>
    Task<MarkMade> EmbedAsync(string source, string marked, WatermarkId id, CancellationToken cancellation);

    Task<MarkFound> DetectAsync(string clip, CancellationToken cancellation);
}

/// <summary>This project's mark, as clips get it that are released: at the strength of the delivery, with its trial.</summary>
internal sealed class OwnMark(MediaTools tools) : IMarkUnderTest
{
    private readonly WatermarkKey _key = WatermarkKey.FromSecret(SHA256.HashData("soraguard bench watermark"u8));

    public async Task<MarkMade> EmbedAsync(string source, string marked, WatermarkId id, CancellationToken cancellation)
    {
        var result = await new VideoMarker(tools).MarkAsync(source, marked, new MarkOptions { Key = _key, Id = id }, cancellation);
        return new MarkMade(result.Held ? string.Join(' ', result.HeldBecause) : null, result.PsnrY, result.Ssim);
    }

    public async Task<MarkFound> DetectAsync(string clip, CancellationToken cancellation)
    {
        var found = (await new MarkReader(tools).ReadAsync(clip, [_key], cancellation)).Watermarks[0];
        return new MarkFound(found.Payload, 1 - found.RawBitErrorRate, Math.Log10(found.FalsePositiveBound));
    }
}

/// <summary>
/// Any other, as two commands: the embedder is run with source, marked clip and payload (16 hexadecimal digits) as its last arguments, the
/// detector with a clip, and prints the payload it read, or nothing.
/// </summary>
internal sealed class CommandMark(string embedder, string detector) : IMarkUnderTest
{
    public async Task<MarkMade> EmbedAsync(string source, string marked, WatermarkId id, CancellationToken cancellation)
    {
        await RunAsync(embedder, [source, marked, id.ToString()], cancellation);
        return new MarkMade();
    }

    public async Task<MarkFound> DetectAsync(string clip, CancellationToken cancellation)
    {
        var said = (await RunAsync(detector, [clip], cancellation)).Trim();
        return new MarkFound(WatermarkId.TryParse(said, out var id) ? id : null);
    }

    private static async Task<string> RunAsync(string command, string[] arguments, CancellationToken cancellation)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var process = Process.Start(new ProcessStartInfo(words[0], [.. words[1..], .. arguments]) { RedirectStandardOutput = true })
            ?? throw new IOException($"{words[0]} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? output : throw new IOException($"{command} ended with code {process.ExitCode}: see above.");
    }
}
