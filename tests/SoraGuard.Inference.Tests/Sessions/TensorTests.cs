using SoraGuard.Inference.Sessions;
using SoraGuard.Inference.Tests.Models;

namespace SoraGuard.Inference.Tests.Sessions;

public class TensorTests
{
    [Fact]
    public void Tensor_IsZeroAndKnowsItsShape()
    {
        using var tensor = new OnnxTensor<long>("ids", 2, 3);
        using var scalar = new OnnxTensor<float>("t");

        Assert.Equal(new long[6], tensor.Data);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal("ids int64[2,3]", tensor.ToString());
        Assert.Equal((1, 0), (scalar.Data.Length, scalar.Shape.Length));
    }

    [Fact]
    public void Tensor_OfAnotherTypeOrImpossibleShape_IsRefused()
    {
        Assert.Throws<NotSupportedException>(() => new OnnxTensor<double>("x", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxTensor<float>("x", 2, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnnxTensor<float>("x", 1L << 32, 1L << 32));
        Assert.Throws<ArgumentException>(() => new OnnxTensor<float>("", 1));
    }

    [Fact]
    public void Prepare_SaysWhatDoesNotFit()
    {
        using var model = OnnxModel.Load(TestModels.Lookup, new OnnxModelOptions { Provider = ExecutionProvider.Cpu });
        using var ids = new OnnxTensor<long>("ids", 2, 2);
        using var idsAsFloat = new OnnxTensor<float>("ids", 2, 2);
        using var wideIds = new OnnxTensor<long>("ids", 2, 3);
        using var flatIds = new OnnxTensor<long>("ids", 4);
        using var stranger = new OnnxTensor<long>("tokens", 2, 2);
        using var doubled = new OnnxTensor<long>("doubled", 2, 2);

        AssertSays("Not given: ids int64[2,2].", [], [doubled]);
        AssertSays("Not given: ids int64[2,2].", [stranger], [doubled]);
        AssertSays("The model has no 'tokens' among its inputs: ids int64[2,2].", [ids, stranger], [doubled]);
        AssertSays("The model has no 'ids' among its outputs: rows float[2,2,3]; doubled int64[2,2].", [ids], [ids]);
        AssertSays("ids float[2,2] does not fit the model, which wants ids int64[2,2].", [idsAsFloat], [doubled]);
        AssertSays("ids int64[2,3] does not fit the model, which wants ids int64[2,2].", [wideIds], [doubled]);
        AssertSays("ids int64[4] does not fit the model, which wants ids int64[2,2].", [flatIds], [doubled]);
        AssertSays("'ids' is given twice.", [ids, ids], [doubled]);
        AssertSays("None of the model's outputs is asked for.", [ids], []);

        void AssertSays(string message, OnnxTensor[] inputs, OnnxTensor[] outputs) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => model.Prepare(inputs, outputs)).Message);
    }

    [Fact]
    public void OpenDimension_TakesAnySize_ButTheOutputMustFollow()
    {
        using var model = OnnxModel.Load(TestModels.Affine, new OnnxModelOptions { Provider = ExecutionProvider.Cpu });
        using var x = new OnnxTensor<float>("x", 5, 3);
        using var y = new OnnxTensor<float>("y", 5, 2);
        using var tooLong = new OnnxTensor<float>("y", 6, 2);

        model.Run([x], [y]);
        var error = Assert.Throws<OnnxModelException>(() => model.Run([x], [tooLong]));

        Assert.Equal([10, -20, 10, -20, 10, -20, 10, -20, 10, -20], y.Data);
        Assert.StartsWith($"{TestModels.Affine}: the run failed:", error.Message);
    }

    [Fact]
    public void OutputThatIsNoTensor_CannotBeAskedFor()
    {
        using var model = OnnxModel.Load(TestModels.Sequence, new OnnxModelOptions { Provider = ExecutionProvider.Cpu });
        using var x = new OnnxTensor<float>("x", 2);
        using var pair = new OnnxTensor<float>("pair");

        Assert.Throws<ArgumentException>(() => model.Prepare([x], [pair]));
    }
}
