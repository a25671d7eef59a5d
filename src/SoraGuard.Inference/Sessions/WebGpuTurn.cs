using Microsoft.ML.OnnxRuntime;

namespace SoraGuard.Inference.Sessions;

/// <summary>
/// One turn for the whole process: two WebGPU sessions that are created, run or freed at the same time crash it (seen in ONNX Runtime 1.30.0;
/// its issue 32561). Other providers need no turn and get an empty one.
/// </summary>
internal readonly struct WebGpuTurn : IDisposable
{
    private static readonly SemaphoreSlim Free = new(1, 1);

    // Sessions that nobody disposed stay referenced here, or the finalizer would free them outside of any turn.
    private static readonly HashSet<InferenceSession> Live = [];

    private readonly bool _taken;

    private WebGpuTurn(bool taken) => _taken = taken;

    public static WebGpuTurn Take(ExecutionProvider provider, CancellationToken cancellationToken)
    {
        if (provider != ExecutionProvider.WebGpu)
            return default;
        Free.Wait(cancellationToken);
        return new WebGpuTurn(taken: true);
    }

    /// <summary>Makes a session in a turn, and keeps it referenced until <see cref="DisposeSession"/>.</summary>
    public static InferenceSession CreateSession(ExecutionProvider provider, Func<InferenceSession> create, CancellationToken cancellationToken)
    {
        using var turn = Take(provider, cancellationToken);
        var session = create();
        if (turn._taken)
            Live.Add(session);
        return session;
    }

    public static void DisposeSession(ExecutionProvider provider, InferenceSession session)
    {
        using var turn = Take(provider, CancellationToken.None);
        session.Dispose();
        if (turn._taken)
            Live.Remove(session);
    }

    public void Dispose()
    {
        if (_taken)
            Free.Release();
    }
}
