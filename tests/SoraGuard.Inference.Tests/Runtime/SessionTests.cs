using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Runtime;

public class SessionTests
{
    [Fact]
    public void Metadata_OfTensors()
    {
        using var session = new InferenceSession(TestModels.Affine);

        var x = session.InputMetadata["x"];

        Assert.Equal(["x"], session.InputNames);
        Assert.Equal(["y"], session.OutputNames);
        Assert.Equal([-1, 3], x.Dimensions);
        Assert.Equal(["n", ""], x.SymbolicDimensions);
        Assert.Equal((TensorElementType.Float, typeof(float), true, false), (x.ElementDataType, x.ElementType, x.IsTensor, x.IsString));
        Assert.Equal([-1, 2], session.OutputMetadata["y"].Dimensions);
    }

    [Fact]
    public void Metadata_OfAnotherKindOfValue()
    {
        using var session = new InferenceSession(TestModels.Sequence);

        var pair = session.OutputMetadata["pair"];

        Assert.Equal((OnnxValueType.ONNX_TYPE_SEQUENCE, false), (pair.OnnxValueType, pair.IsTensor));
        Assert.Throws<InvalidOperationException>(() => pair.Dimensions);
        Assert.Throws<InvalidOperationException>(() => pair.ElementType);
    }

    [Fact]
    public void Metadata_OfTheModel()
    {
        using var session = new InferenceSession(TestModels.Affine);

        var model = session.ModelMetadata;

        Assert.Equal(("make_models", "affine", "soraguard.tests", "an affine map", 7), (model.ProducerName, model.GraphName, model.Domain, model.Description, model.Version));
        Assert.Equal(new Dictionary<string, string> { ["version"] = "3.1", ["licence"] = "测试" }, model.CustomMetadataMap);
    }

    [Fact]
    public void Metadata_OfAModelThatSaysNothing()
    {
        using var session = new InferenceSession(TestModels.Lookup);

        var model = session.ModelMetadata;

        Assert.Equal(("", "", "", long.MaxValue), (model.ProducerName, model.Domain, model.GraphDescription, model.Version));
        Assert.Empty(model.CustomMetadataMap);
    }

    [Fact]
    public void FreeDimensionOverride_ShowsInTheMetadata()
    {
        using var options = new SessionOptions();
        options.AddFreeDimensionOverrideByName("n", 3);
        using var session = new InferenceSession(TestModels.Affine, options);

        Assert.Equal([3, 3], session.InputMetadata["x"].Dimensions);
    }

    [Fact]
    public void MissingFile_IsNoSuchFile() => AssertError("NoSuchFile", () => new InferenceSession(Path.Combine(TestModels.Folder, "none.onnx")));

    [Fact]
    public void Garbage_IsInvalidProtobuf() => AssertError("InvalidProtobuf", () => new InferenceSession("this is no model"u8.ToArray()));

    [Fact]
    public void NullOrTornArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new InferenceSession((string)null!));
        Assert.Throws<ArgumentNullException>(() => new InferenceSession((byte[])null!));
        Assert.Throws<ArgumentNullException>(() => new InferenceSession(TestModels.Affine, null!));
        Assert.Throws<ArgumentException>(() => new InferenceSession(TestModels.Affine + "\0.txt"));
    }

    [Fact]
    public void LoadCancellationFlag_StopsTheConstructor()
    {
        using var options = new SessionOptions();
        options.SetLoadCancellationFlag(true);

        AssertError("RequirementNotRegistered", () => new InferenceSession(TestModels.Network, options));
    }

    [Fact]
    public void Options_KeepWhatTheyWereGiven()
    {
        using var options = new SessionOptions
        {
            EnableMemoryPattern = false,
            EnableCpuMemArena = false,
            LogId = "séance",
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            LogVerbosityLevel = 1,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_PARALLEL,
        };

        Assert.Equal((false, false, "séance", OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR), (options.EnableMemoryPattern, options.EnableCpuMemArena, options.LogId, options.LogSeverityLevel));
        Assert.Equal((1, 1, 1, ExecutionMode.ORT_PARALLEL), (options.LogVerbosityLevel, options.IntraOpNumThreads, options.InterOpNumThreads, options.ExecutionMode));
        Assert.Equal(GraphOptimizationLevel.ORT_DISABLE_ALL, options.GraphOptimizationLevel);
        using var session = new InferenceSession(TestModels.Affine, options);
    }

    [Fact]
    public void Options_WriteTheOptimizedModelAndTheProfile()
    {
        var folder = Directory.CreateTempSubdirectory("soraguard-");
        try
        {
            using (var options = new SessionOptions { OptimizedModelFilePath = Path.Combine(folder.FullName, "optimized.onnx"), ProfileOutputPathPrefix = Path.Combine(folder.FullName, "profile") })
            {
                options.EnableProfiling = true;
                using var session = new InferenceSession(TestModels.Network, options);
            }

            Assert.True(File.Exists(Path.Combine(folder.FullName, "optimized.onnx")));
            Assert.Single(folder.GetFiles("profile*.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void BadSettings_AreRefusedByTheLibrary()
    {
        using var options = new SessionOptions();

        AssertError("InvalidArgument", () => { options.AddSessionConfigEntry("", "1"); return options; });
        AssertError("InvalidArgument", () => options.GraphOptimizationLevel = (GraphOptimizationLevel)7);
        Assert.Equal(GraphOptimizationLevel.ORT_ENABLE_ALL, options.GraphOptimizationLevel);
        using var run = new RunOptions { LogId = "one", LogVerbosityLevel = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        run.AddRunConfigEntry("disable_synchronize_execution_providers", "0");
        AssertError("InvalidArgument", () => { run.AddRunConfigEntry("", "1"); return run; });
    }

    private static void AssertError(string code, Func<object> action) =>
        Assert.StartsWith($"[ErrorCode:{code}]", Assert.Throws<OnnxRuntimeException>(action).Message);
}
