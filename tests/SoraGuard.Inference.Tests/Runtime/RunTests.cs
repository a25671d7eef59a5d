using Microsoft.ML.OnnxRuntime;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Runtime;

public sealed class RunTests : IDisposable
{
    private static readonly string[] X = ["x"];
    private static readonly string[] Y = ["y"];

    private readonly InferenceSession _session = new(TestModels.Affine);
    private readonly RunOptions _options = new();

    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void Run_ByLists_ComputesTheExactNumbers()
    {
        using var x = Rows();

        using var results = _session.Run(_options, X, [x], Y);

        Assert.Equal(TestModels.TwoRowsMapped, results.Single().GetTensorDataAsSpan<float>());
        Assert.Equal([2, 2], results[0].GetTensorTypeAndShape().Shape);
    }

    [Fact]
    public void Run_ByDictionary_ComputesTheExactNumbers()
    {
        using var x = Rows();

        using var results = _session.Run(_options, new Dictionary<string, OrtValue> { ["x"] = x }, Y);

        Assert.Equal(TestModels.TwoRowsMapped, results[0].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void Run_IntoPreallocatedOutput_WritesTheCallersMemory()
    {
        var y = new float[4];
        using var x = Rows();
        using var output = OrtValue.CreateTensorValueFromMemory(y, [2, 2]);

        _session.Run(null, X, [x], Y, [output]);

        Assert.Equal(TestModels.TwoRowsMapped, y);
    }

    [Fact]
    public void Run_FromBytesThatAreClearedAfterwards_GivesTheSame()
    {
        var bytes = File.ReadAllBytes(TestModels.Affine);
        using var fromBytes = new InferenceSession(bytes);
        Array.Clear(bytes);
        using var x = Rows();

        using var results = fromBytes.Run(_options, X, [x], Y);

        Assert.Equal(TestModels.TwoRowsMapped, results[0].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void Run_Int64Inputs_GathersAndDoubles()
    {
        using var lookup = new InferenceSession(TestModels.Lookup);
        using var ids = OrtValue.CreateTensorValueFromMemory(new long[] { 3, 0, 2, 2 }, [2, 2]);

        using var results = lookup.Run(_options, ["ids"], [ids], ["doubled", "rows"]);

        Assert.Equal([6, 0, 4, 4], results[0].GetTensorDataAsSpan<long>());
        Assert.Equal([9, 10, 11, 0, 1, 2, 6, 7, 8, 6, 7, 8], results[1].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void Run_NoRows_GivesNoRows()
    {
        using var x = OrtValue.CreateTensorValueFromMemory((float[]?)null!, [0, 3]);

        using var results = _session.Run(_options, X, [x], Y);

        Assert.Equal([0, 2], results[0].GetTensorTypeAndShape().Shape);
        Assert.True(results[0].GetTensorDataAsSpan<float>().IsEmpty);
    }

    [Fact]
    public void Run_WithoutRunOptions_IsRefusedWhereResultsAreReturned()
    {
        using var x = Rows();

        Assert.Throws<ArgumentNullException>(() => _session.Run(null, X, [x], Y));
        Assert.Throws<ArgumentNullException>(() => _session.Run(null, new Dictionary<string, OrtValue> { ["x"] = x }, Y));
    }

    [Fact]
    public void Run_UnknownName_SaysWhichNameIsNotInTheMetadata()
    {
        using var x = Rows();

        var input = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, ["zz"], [x], Y));
        var output = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, X, [x], ["zz"]));

        Assert.Equal("[ErrorCode:InvalidArgument] Input name: 'zz' is not in the metadata", input.Message);
        Assert.Equal("[ErrorCode:InvalidArgument] Output name: 'zz' is not in the metadata", output.Message);
    }

    [Fact]
    public void Run_NamesAndValuesOfDifferentCount_IsRefused()
    {
        using var x = Rows();

        Assert.Throws<ArgumentException>(() => _session.Run(_options, ["x", "x"], [x], Y));
        Assert.Throws<ArgumentException>(() => _session.Run(_options, X, [x], Y, [x, x]));
    }

    [Fact]
    public void Run_NoOutputs_IsRefused()
    {
        using var x = Rows();

        Assert.StartsWith("[ErrorCode:InvalidArgument]", Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, X, [x], [])).Message);
    }

    [Fact]
    public void Run_WrongShapeOrType_IsRefused()
    {
        using var wide = OrtValue.CreateTensorValueFromMemory(new float[8], [2, 4]);
        using var whole = OrtValue.CreateTensorValueFromMemory(new long[6], [2, 3]);
        using var x = Rows();

        foreach (var wrong in new[] { wide, whole })
            Assert.StartsWith("[ErrorCode:InvalidArgument]", Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, X, [wrong], Y)).Message);
        Assert.StartsWith("[ErrorCode:InvalidArgument]", Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, X, [x], Y, [wide])).Message);
    }

    [Fact]
    public void Run_DisposedInput_SaysWhichInputIsNull()
    {
        var x = Rows();
        x.Dispose();

        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, X, [x], Y));

        Assert.StartsWith("[ErrorCode:InvalidArgument]", error.Message);
        Assert.Contains("NULL input supplied for input x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DisposedOutputOrOptions_IsRefused()
    {
        using var x = Rows();
        var output = OrtValue.CreateTensorValueFromMemory(new float[4], [2, 2]);
        output.Dispose();
        _options.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _session.Run(null, X, [x], Y, [output]));
        Assert.Throws<ObjectDisposedException>(() => _session.Run(_options, X, [x], Y));
    }

    [Fact]
    public void Run_AfterDispose_Throws()
    {
        using var x = Rows();
        _session.Dispose();
        _session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _session.Run(_options, X, [x], Y));
        Assert.Throws<ObjectDisposedException>(() => _session.CreateIoBinding());
    }

    [Fact]
    public void Terminate_StopsRunsUntilItIsTakenBack()
    {
        using var x = Rows();
        _options.Terminate = true;

        var error = Assert.Throws<OnnxRuntimeException>(() => _session.Run(_options, X, [x], Y));
        _options.Terminate = false;
        using var results = _session.Run(_options, X, [x], Y);

        Assert.Contains("Exiting due to terminate flag being set to true", error.Message, StringComparison.Ordinal);
        Assert.Equal(TestModels.TwoRowsMapped, results[0].GetTensorDataAsSpan<float>());
    }

    private static OrtValue Rows() => OrtValue.CreateTensorValueFromMemory(TestModels.TwoRows, [2, 3]);
}
