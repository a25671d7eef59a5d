using System.Diagnostics;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using Spectre.Console;

namespace SoraGuard.Cli.Reporting;

/// <summary>Shows on stderr where a clip stands: a live line in a terminal, a plain line a stage elsewhere.</summary>
internal sealed class CreateProgress : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);

    private readonly IAnsiConsole console;
    private readonly bool quiet;
    private readonly bool live;
    private readonly Stopwatch total = Stopwatch.StartNew(), stage = Stopwatch.StartNew();
    private ClipStatus? shown;

    private CreateProgress(IAnsiConsole console, bool quiet) => (this.console, this.quiet, live) = (console, quiet, !Console.IsErrorRedirected && console.Profile.Capabilities.Ansi);

    public static CreateProgress Start(bool quiet)
    {
        var progress = new CreateProgress(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) }), quiet);
        progress.Draw("starting", 0);
        return progress;
    }

    /// <summary>Follows a clip until it is at rest.</summary>
    public async Task<ClipRecord> FollowAsync(ClipStore clips, ProgressBoard board, ClipId id, CancellationToken cancellation)
    {
        while (true)
        {
            var clip = await clips.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Clip {id} was admitted and is not there.");
            Show(clip.State.Status, board.Of(id)?.Share ?? 0);
            if (clip.State.IsAtRest) return clip;
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Says something beside the stages.</summary>
    public void Note(string text)
    {
        if (quiet) return;
        Clear();
        Console.Error.WriteLine($"soraguard: {text}");
    }

    public void Dispose() => Clear();

    private void Show(ClipStatus status, double share)
    {
        if (quiet) return;
        if (status != shown)
        {
            Clear();
            if (shown is { } done) Line(done.ToString().ToLowerInvariant());
            shown = status;
            stage.Restart();
        }
        if (status < ClipStatus.Held) Draw(status.ToString().ToLowerInvariant(), share);
    }

    private void Line(string what)
    {
        if (live) console.MarkupLineInterpolated($"[green]✓[/] {what,-11} {stage.Elapsed.TotalSeconds,6:0.0} s");
        else Console.Error.WriteLine(FormattableString.Invariant($"{what,-11} {stage.Elapsed.TotalSeconds,6:0.0} s"));
    }

    private void Draw(string what, double share)
    {
        if (quiet || !live) return;
        var bar = share > 0 ? $"{share,4:P0}" : "";
        Console.Error.Write($"\r\u001b[K… {what,-11} {stage.Elapsed.TotalSeconds,6:0.0} s {bar}  (total {total.Elapsed.TotalSeconds:0.0} s)");
    }

    private void Clear()
    {
        if (live && !quiet) Console.Error.Write("\r\u001b[K");
    }
}
