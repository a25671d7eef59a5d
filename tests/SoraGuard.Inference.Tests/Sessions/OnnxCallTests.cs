using SoraGuard.Inference.Sessions;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Sessions;

public sealed class OnnxCallTests : IDisposable
{
    // Longer than any test run.
    private const long Forever = long.MaxValue / 2;

    private readonly OnnxModel _model = OnnxModel.Load(TestModels.Loop, new OnnxModelOptions { Provider = ExecutionProvider.Cpu, Threads = 1 });
    private readonly OnnxTensor<long> _trips = new("trips");
    private readonly OnnxTensor<float> _x = new("x", 4);
    private readonly OnnxTensor<float> _y = new("y", 4);
    private readonly OnnxCall _call;

    public OnnxCallTests()
    {
        _call = _model.Prepare([_trips, _x], [_y]);
        _x.Data.Fill(3);
    }

    public void Dispose()
    {
        _call.Dispose();
        _model.Dispose();
        _trips.Dispose();
        _x.Dispose();
        _y.Dispose();
    }

    [Fact]
    public async Task Cancel_StopsARunUnderWay_AndTheCallRunsAgain()
    {
        using var stop = new CancellationTokenSource();
        var run = RunForever(stop.Token);
        WaitUntilRunning();

        stop.Cancel();

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.Equal(stop.Token, error.CancellationToken);
        _trips.Data[0] = 2;
        _call.Run();
        Assert.Equal([3, 3, 3, 3], _y.Data);
    }

    [Fact]
    public void CancelledBefore_DoesNotRun()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        _trips.Data[0] = Forever;

        Assert.Throws<OperationCanceledException>(() => _call.Run(stop.Token));
    }

    [Fact]
    public async Task SecondThread_IsRefusedWhileTheCallRuns()
    {
        using var stop = new CancellationTokenSource();
        var run = RunForever(stop.Token);

        WaitUntilRunning();

        stop.Cancel();
        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Dispose_WaitsForTheRunUnderWay()
    {
        using var stop = new CancellationTokenSource();
        var run = RunForever(stop.Token);
        WaitUntilRunning();
        var dispose = Task.Run(_model.Dispose);

        stop.Cancel();

        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        await dispose;
        Assert.Throws<ObjectDisposedException>(() => _call.Run());
    }

    [Fact]
    public async Task ManyThreads_EachWithItsOwnCall_GetTheSameNumbers()
    {
        var expected = TestModels.NetworkExpected;
        using var model = OnnxModel.Load(TestModels.Network, new OnnxModelOptions { Provider = ExecutionProvider.Cpu });
        using var first = new NetworkRun(model);
        var joined = first.Compute(expected["image"]).Joined;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var own = new NetworkRun(model);
            for (var i = 0; i < 50; i++)
                Assert.Equal(joined, own.Compute(expected["image"]).Joined);
        })));
    }

    private Task RunForever(CancellationToken stop)
    {
        _trips.Data[0] = Forever;
        return Task.Run(
            () =>
            {
                while (!TryRun(stop))
                    Thread.Yield();
            },
            CancellationToken.None);
    }

    // Only a run that has begun can refuse this one.
    private void WaitUntilRunning()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        while (true)
        {
            try
            {
                if (!TryRun(cancelled.Token))
                    return;
            }
            catch (OperationCanceledException)
            {
                Thread.Yield();
            }
        }
    }

    private bool TryRun(CancellationToken cancellationToken)
    {
        try
        {
            _call.Run(cancellationToken);
            return true;
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("This call is running on another thread", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
