using SoraGuard.Inference.Sessions;

namespace SoraGuard.Inference.Tests.Sessions;

/// <summary>network.onnx with its tensors.</summary>
internal sealed class NetworkRun : IDisposable
{
    private readonly OnnxTensor<float> _image = new("image", 1, 3, 6, 6);
    private readonly OnnxTensor<float> _joined = new("joined", 1, 36, 8);
    private readonly OnnxTensor<float> _chances = new("chances", 1, 4);
    private readonly OnnxCall _call;

    public NetworkRun(OnnxModel model) => _call = model.Prepare([_image], [_joined, _chances]);

    public static float LargestDifference(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Assert.Equal(left.Length, right.Length);
        var largest = 0f;
        for (var i = 0; i < left.Length; i++)
            largest = MathF.Max(largest, MathF.Abs(left[i] - right[i]));
        return largest;
    }

    public (float[] Joined, float[] Chances) Compute(float[] image)
    {
        image.CopyTo(_image.Data);
        _call.Run();
        return (_joined.Data.ToArray(), _chances.Data.ToArray());
    }

    public void Dispose()
    {
        _call.Dispose();
        _image.Dispose();
        _joined.Dispose();
        _chances.Dispose();
    }
}
