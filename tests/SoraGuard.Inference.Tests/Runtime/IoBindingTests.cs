using Microsoft.ML.OnnxRuntime;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Runtime;

public sealed class IoBindingTests : IDisposable
{
    private readonly InferenceSession _session = new(TestModels.Affine);
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;

    public IoBindingTests() => _binding = _session.CreateIoBinding();

    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void BoundOutput_GetsTheNumbers()
    {
        var y = new float[4];
        using var x = OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);
        using var output = OrtValue.CreateTensorValueFromMemory(y, [2, 2]);
        _binding.BindInput("x", x);
        _binding.BindOutput("y", output);

        _binding.SynchronizeBoundInputs();
        _session.RunWithBinding(_options, _binding);
        _binding.SynchronizeBoundOutputs();

        Assert.Equal(TestModels.TwoRowsMapped, y);
        Assert.Equal(["y"], _binding.GetOutputNames());
        using var values = _binding.GetOutputValues();
        Assert.Equal(TestModels.TwoRowsMapped, values.Single().GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void DeviceOutput_IsReadableAfterBindingAndSessionAreGone()
    {
        using var x = OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);
        _binding.BindInput("x", x);
        _binding.BindOutputToDevice("y", OrtMemoryInfo.DefaultInstance);
        _session.RunWithBinding(_options, _binding);

        using var values = _binding.GetOutputValues();
        _binding.Dispose();
        _session.Dispose();

        Assert.Equal(TestModels.TwoRowsMapped, values[0].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void UnknownName_Fails()
    {
        using var x = OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);

        Assert.StartsWith("[ErrorCode:Fail]", Assert.Throws<OnnxRuntimeException>(() => _binding.BindInput("zz", x)).Message);
    }

    [Fact]
    public void NoOutput_IsRefused_AlsoAfterClearing()
    {
        using var x = OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);
        using var y = OrtValue.CreateTensorValueFromMemory(new float[4], [2, 2]);
        _binding.BindInput("x", x);
        Assert.Contains("At least one output", Assert.Throws<OnnxRuntimeException>(() => _session.RunWithBinding(_options, _binding)).Message, StringComparison.Ordinal);
        _binding.BindOutput("y", y);
        _session.RunWithBinding(_options, _binding);

        _binding.ClearBoundOutputs();
        _binding.ClearBoundInputs();

        Assert.Empty(_binding.GetOutputNames());
        Assert.Contains("At least one output", Assert.Throws<OnnxRuntimeException>(() => _session.RunWithBinding(_options, _binding)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingRunOptionsOrDisposedParts_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => _session.RunWithBinding(null, _binding));
        _binding.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _session.RunWithBinding(_options, _binding));
        using var x = OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);
        Assert.Throws<ObjectDisposedException>(() => _binding.BindInput("x", x));
    }

    [Fact]
    public void DisposedSessionOrValue_IsRefused_ThoughTheBindingKeepsItAlive()
    {
        using var x = OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);
        using var y = OrtValue.CreateTensorValueFromMemory(new float[4], [2, 2]);
        _binding.BindInput("x", x);
        _binding.BindOutput("y", y);

        y.Dispose();
        _session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => y.GetTensorDataAsSpan<float>().Length);
        Assert.Throws<ObjectDisposedException>(() => _session.RunWithBinding(_options, _binding));
        Assert.Throws<ObjectDisposedException>(() => _session.Run(_options, ["x"], [x], ["y"]));
    }

    [Fact]
    public void BoundInput_StaysAliveWhenItsOwnerDisposesIt()
    {
        var y = new float[4];
        using var output = OrtValue.CreateTensorValueFromMemory(y, [2, 2]);
        var memory = BindAndForget();
        _binding.BindOutput("y", output);

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _session.RunWithBinding(_options, _binding);

        Assert.True(memory.IsAlive);
        Assert.Equal(TestModels.TwoRowsMapped, y);
        _binding.ClearBoundInputs();
        Assert.True(Collected(memory));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference BindAndForget()
    {
        var rows = TestModels.TwoRows;
        var x = OrtValue.CreateTensorValueFromMemory(rows, [2, 3]);
        _binding.BindInput("x", x);
        x.Dispose();
        return new WeakReference(rows);
    }

    private static bool Collected(WeakReference memory)
    {
        for (var i = 0; i < 5 && memory.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return !memory.IsAlive;
    }
}
