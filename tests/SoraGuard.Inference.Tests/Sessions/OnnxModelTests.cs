using SoraGuard.Inference.Sessions;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Sessions;

public class OnnxModelTests
{
    private static readonly OnnxModelOptions Cpu = new() { Provider = ExecutionProvider.Cpu };

    [Fact]
    public void Load_TellsWhatTheFileIs()
    {
        using var model = OnnxModel.Load(TestModels.Affine, Cpu);

        Assert.Equal(ExecutionProvider.Cpu, model.Provider);
        Assert.Empty(model.Refused);
        Assert.Equal("x float[n,3]", model.Inputs.Single().ToString());
        Assert.Equal("y float[n,2]", model.Outputs.Single().ToString());
        Assert.Equal([-1, 3], model.Inputs[0].Dimensions);
        Assert.Equal("3.1", model.Metadata["version"]);
    }

    [Fact]
    public void Run_ComputesTheExactNumbers()
    {
        using var model = OnnxModel.Load(TestModels.Affine, Cpu);
        using var x = new OnnxTensor<float>("x", 2, 3);
        using var y = new OnnxTensor<float>("y", 2, 2);
        TestModels.TwoRows.CopyTo(x.Data);

        model.Run([x], [y]);

        Assert.Equal(TestModels.TwoRowsMapped, y.Data);
    }

    [Fact]
    public void Run_Int64_GathersAndDoubles()
    {
        using var model = OnnxModel.Load(TestModels.Lookup, Cpu);
        using var ids = new OnnxTensor<long>("ids", 2, 2);
        using var doubled = new OnnxTensor<long>("doubled", 2, 2);
        using var rows = new OnnxTensor<float>("rows", 2, 2, 3);
        new long[] { 3, 0, 2, 2 }.CopyTo(ids.Data);

        model.Run([ids], [rows, doubled]);

        Assert.Equal([6, 0, 4, 4], doubled.Data);
        Assert.Equal([9, 10, 11, 0, 1, 2, 6, 7, 8, 6, 7, 8], rows.Data);
    }

    [Fact]
    public void Run_Network_GivesWhatPyTorchGives()
    {
        var expected = TestModels.NetworkExpected;
        using var model = OnnxModel.Load(TestModels.Network, Cpu);
        using var run = new NetworkRun(model);

        var (joined, chances) = run.Compute(expected["image"]);

        Assert.True(NetworkRun.LargestDifference(expected["joined"], joined) < 1e-5);
        Assert.True(NetworkRun.LargestDifference(expected["chances"], chances) < 1e-5);
    }

    [Fact]
    public void Call_SeesNewInputsAtEachRun_AndAllocatesNextToNothing()
    {
        using var model = OnnxModel.Load(TestModels.Affine, Cpu);
        using var x = new OnnxTensor<float>("x", 1, 3);
        using var y = new OnnxTensor<float>("y", 1, 2);
        using var call = model.Prepare([x], [y]);
        using var stop = new CancellationTokenSource();
        for (var i = 0; i < 10; i++)
            call.Run(stop.Token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            x.Data[0] = i;
            call.Run(stop.Token);
            if (y.Data[0] != i + 10 || y.Data[1] != (-2 * i) - 20)
                Assert.Fail($"run {i}: {y.Data[0]}, {y.Data[1]}");
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 1024);
    }

    [Fact]
    public void Dispose_EndsTheModel_Twice()
    {
        using var x = new OnnxTensor<float>("x", 1, 3);
        using var y = new OnnxTensor<float>("y", 1, 2);
        var model = OnnxModel.Load(TestModels.Affine, Cpu);
        var call = model.Prepare([x], [y]);

        model.Dispose();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => call.Run());
        Assert.Throws<ObjectDisposedException>(() => model.Run([x], [y]));
        call.Dispose();
        Assert.Throws<ObjectDisposedException>(() => call.Run());
    }

    [Fact]
    public void DisposedTensor_IsRefused()
    {
        using var model = OnnxModel.Load(TestModels.Affine, Cpu);
        using var x = new OnnxTensor<float>("x", 1, 3);
        var y = new OnnxTensor<float>("y", 1, 2);
        using var call = model.Prepare([x], [y]);

        y.Dispose();

        Assert.Throws<ObjectDisposedException>(() => call.Run());
        Assert.Throws<ObjectDisposedException>(() => y.Data.Length);
        Assert.Throws<ObjectDisposedException>(() => model.Prepare([x], [y]));
    }
}
