using System.Diagnostics;
using System.Text;

namespace SoraGuard.Media.Video;

/// <summary>A running tool. It is killed, with all it started, at its wall-clock limit, on cancellation and on disposal.</summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private const int MaxErrorCharacters = 4096;

    private readonly Process _process;
    private readonly string _name;
    private readonly TimeSpan _wallClock;
    private readonly bool _reading;
    private readonly CancellationToken _cancelled;
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenRegistration _kill;
    private readonly Task<string> _errors;

    private ToolProcess(Process process, string name, TimeSpan wallClock, bool reading, CancellationToken cancellationToken)
    {
        _process = process;
        _name = name;
        _wallClock = wallClock;
        _reading = reading;
        _cancelled = cancellationToken;
        _limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _limit.CancelAfter(wallClock);
        _kill = _limit.Token.Register(Kill);
        _errors = LastWordsAsync(process.StandardError);
    }

    /// <summary>The tool's standard input, for tools that are fed.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>The tool's standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    public static ToolProcess Start(ProcessStartInfo start, string name, TimeSpan wallClock, bool feedsInput, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var process = ProcessStarter.Start(start);
        if (!feedsInput)
            process.StandardInput.Close();
        return new ToolProcess(process, name, wallClock, reading: !feedsInput, cancellationToken);
    }

    /// <summary>Waits for the end. Throws if the tool was stopped from here.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    /// <exception cref="MediaException"><see cref="MediaError.TimedOut"/>.</exception>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        ThrowIfStopped();
        return _process.ExitCode;
    }

    /// <summary>Waits for the end and turns failure into an exception about <paramref name="file"/>. Returns what the tool said last.</summary>
    public async Task<string> EnsureSuccessAsync(string file)
    {
        var exitCode = await ExitCodeAsync().ConfigureAwait(false);
        var words = await _errors.ConfigureAwait(false);
        return exitCode == 0 ? words : throw ToolFailure.Explain(_name, exitCode, words, file, _reading);
    }

    public void ThrowIfStopped()
    {
        _cancelled.ThrowIfCancellationRequested();
        if (_limit.IsCancellationRequested)
            throw new MediaException(
                MediaError.TimedOut, $"{_name} was stopped after {_wallClock.TotalSeconds:0} s, its limit: use a shorter or smaller clip, or raise the limit.");
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.DisposeAsync().ConfigureAwait(false);
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        _limit.Dispose();
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static async Task<string> LastWordsAsync(StreamReader errors)
    {
        var words = new StringBuilder();
        var buffer = new char[MaxErrorCharacters];
        int read;
        while ((read = await errors.ReadAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false)) > 0)
        {
            words.Append(buffer, 0, read);
            if (words.Length > MaxErrorCharacters)
                words.Remove(0, words.Length - MaxErrorCharacters);
        }

        return words.ToString().Trim();
    }
}
