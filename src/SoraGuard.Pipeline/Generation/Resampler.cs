namespace SoraGuard.Pipeline.Generation;

/// <summary>Scales a row of samples with the Catmull-Rom cubic (a = -1/2): four taps for each output, edges repeated. Taps are computed once.</summary>
internal sealed class Resampler
{
    private const int Taps = 4;
    private readonly int[] index;
    private readonly float[] weight;

    /// <param name="source">Samples that come in.</param>
    /// <param name="length">Samples that go out.</param>
    /// <param name="step">Source samples for each output.</param>
    /// <param name="start">Source coordinate of the left edge of the first output.</param>
    public Resampler(int source, int length, float step, float start)
    {
        Length = length;
        index = new int[length * Taps];
        weight = new float[length * Taps];
        for (var i = 0; i < length; i++)
        {
            var at = start + ((i + .5f) * step) - .5f;
            var whole = (int)MathF.Floor(at);
            for (var k = 0; k < Taps; k++)
            {
                index[(i * Taps) + k] = Math.Clamp(whole - 1 + k, 0, source - 1);
                weight[(i * Taps) + k] = Cubic(at - (whole - 1 + k));
            }
        }
    }

    public int Length { get; }

    /// <summary>One output row; <paramref name="stride"/> is the distance of two samples in the source.</summary>
    public void Row(ReadOnlySpan<float> source, int stride, Span<float> destination, int destinationStride)
    {
        for (var i = 0; i < Length; i++)
        {
            var sum = 0f;
            for (var k = 0; k < Taps; k++) sum += weight[(i * Taps) + k] * source[index[(i * Taps) + k] * stride];
            destination[i * destinationStride] = sum;
        }
    }

    /// <summary>One output sample of whole rows: the weighted sum of four source rows.</summary>
    public void Blend(int i, ReadOnlySpan<float> rows, int rowLength, Span<float> destination)
    {
        destination[..rowLength].Clear();
        for (var k = 0; k < Taps; k++)
        {
            var row = rows.Slice(index[(i * Taps) + k] * rowLength, rowLength);
            var w = weight[(i * Taps) + k];
            for (var x = 0; x < rowLength; x++) destination[x] += w * row[x];
        }
    }

    private static float Cubic(float x)
    {
        x = MathF.Abs(x);
        return x < 1 ? (((1.5f * x) - 2.5f) * x * x) + 1 : x < 2 ? (((((-.5f * x) + 2.5f) * x) - 4) * x) + 2 : 0;
    }
}
