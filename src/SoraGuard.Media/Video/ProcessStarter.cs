using System.Collections.Concurrent;
using System.Diagnostics;

namespace SoraGuard.Media.Video;

/// <summary>
/// Starts processes from one thread that lives as long as this process. A child that asks to die with its parent (bwrap --die-with-parent) is killed
/// when the <em>thread</em> that started it ends (prctl(2), PR_SET_PDEATHSIG), and threads of the pool do end.
/// </summary>
internal static class ProcessStarter
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Started)> s_requests = [];

    static ProcessStarter() => new Thread(Serve) { IsBackground = true, Name = "media process starter" }.Start();

    public static Process Start(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>();
        s_requests.Add((start, started));
        return started.Task.GetAwaiter().GetResult();
    }

    private static void Serve()
    {
        foreach (var (start, started) in s_requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(start)!); // never null without UseShellExecute
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
            {
                started.SetException(new MediaException(MediaError.ToolMissing, $"{start.FileName} could not be started: {e.Message}", e));
            }
        }
    }
}
