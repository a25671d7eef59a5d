using System.Numerics;

namespace SoraGuard.Media.Watermark;

/// <summary>
/// The error-correcting code of the payload: convolutional, constraint length 7, rate 1/3, generators 133, 171 and 165 (octal), ended by six
/// zero bits; decoded by soft-decision Viterbi.
/// </summary>
internal static class ConvolutionalCode
{
    private const int Memory = 6;
    private const int StateCount = 1 << Memory;
    private const int BranchBits = 3;
    private static readonly uint[] s_generators = [0b1011011, 0b1111001, 0b1110101];

    public static int CodedLength(int bitCount) => BranchBits * (bitCount + Memory);

    public static byte[] Encode(ReadOnlySpan<byte> bits)
    {
        var coded = new byte[CodedLength(bits.Length)];
        uint register = 0;
        for (var step = 0; step < bits.Length + Memory; step++)
        {
            register = (register << 1 | (step < bits.Length ? bits[step] : 0u)) & (2 * StateCount - 1);
            for (var i = 0; i < BranchBits; i++)
                coded[BranchBits * step + i] = Parity(register, i);
        }

        return coded;
    }

    /// <summary>The likeliest bits behind soft values: positive speaks for a coded 0, negative for a coded 1, the size is the confidence.</summary>
    public static byte[] Decode(ReadOnlySpan<float> soft, int bitCount)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(soft.Length, CodedLength(bitCount));
        var steps = bitCount + Memory;
        var cameFromHigh = new bool[steps * StateCount];
        var metric = new float[StateCount];
        var next = new float[StateCount];
        Array.Fill(metric, float.NegativeInfinity);
        metric[0] = 0;
        for (var step = 0; step < steps; step++)
        {
            Advance(metric, next, soft.Slice(BranchBits * step, BranchBits), cameFromHigh.AsSpan(step * StateCount, StateCount), tail: step >= bitCount);
            (metric, next) = (next, metric);
        }

        return TraceBack(cameFromHigh, steps)[..bitCount];
    }

    // The state is the last six bits. State s is reached from s >> 1, with or without the oldest bit set, by input s & 1.
    private static void Advance(float[] metric, float[] next, ReadOnlySpan<float> soft, Span<bool> cameFromHigh, bool tail)
    {
        for (uint state = 0; state < StateCount; state++)
        {
            var low = state >> 1;
            var high = low | StateCount >> 1;
            var fromLow = metric[low] + Branch(low << 1 | state & 1, soft);
            var fromHigh = metric[high] + Branch(high << 1 | state & 1, soft);
            cameFromHigh[(int)state] = fromHigh > fromLow;
            next[state] = tail && (state & 1) != 0 ? float.NegativeInfinity : Math.Max(fromLow, fromHigh);
        }
    }

    private static float Branch(uint register, ReadOnlySpan<float> soft)
    {
        var sum = 0f;
        for (var i = 0; i < BranchBits; i++)
            sum += Parity(register, i) == 0 ? soft[i] : -soft[i];
        return sum;
    }

    private static byte[] TraceBack(bool[] cameFromHigh, int steps)
    {
        var bits = new byte[steps];
        var state = 0;
        for (var step = steps - 1; step >= 0; step--)
        {
            bits[step] = (byte)(state & 1);
            state = state >> 1 | (cameFromHigh[step * StateCount + state] ? StateCount >> 1 : 0);
        }

        return bits;
    }

    private static byte Parity(uint register, int generator) => (byte)(BitOperations.PopCount(register & s_generators[generator]) & 1);
}
