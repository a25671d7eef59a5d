using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class ConvolutionalCodeTests
{
    // 133, 171, 165 is the mother code of 3GPP TS 36.212 section 5.1.3.1; its free distance is 15 (Frenger, Orten, Ottosson 1999).
    [Fact]
    public void TheCode_HasThePublishedFreeDistance()
    {
        var lightest = int.MaxValue;
        for (var word = 1; word < 1 << 12; word++)
        {
            var bits = Enumerable.Range(0, 12).Select(i => (byte)(word >> i & 1)).ToArray();
            lightest = Math.Min(lightest, ConvolutionalCode.Encode(bits).Sum(b => b));
        }

        Assert.Equal(15, lightest);
    }

    [Fact]
    public void Encode_OfASingleOne_IsTheGenerators()
    {
        var coded = ConvolutionalCode.Encode([1]);

        for (var generator = 0; generator < 3; generator++)
        {
            var taps = Enumerable.Range(0, 7).Aggregate(0, (value, step) => value << 1 | coded[3 * step + generator]);
            Assert.Equal(new[] { "133", "171", "165" }[generator], Convert.ToString(Reverse(taps), 8));
        }

        static int Reverse(int taps) => Enumerable.Range(0, 7).Aggregate(0, (value, i) => value << 1 | taps >> i & 1);
    }

    [Fact]
    public void Decode_OfCleanSoftValues_GivesTheBits()
    {
        var bits = Bits(96, seed: 3);

        Assert.Equal(bits, ConvolutionalCode.Decode(Soft(bits, noise: 0, seed: 1), 96));
    }

    [Fact]
    public void Decode_AtTwelvePercentRawErrors_StillGivesTheBits()
    {
        var decoded = 0;
        for (var trial = 0; trial < 100; trial++)
        {
            var bits = Bits(96, trial);
            // Gaussian noise of 0.85 flips Q(1/0.85) = 12 % of the coded bits.
            if (ConvolutionalCode.Decode(Soft(bits, noise: 0.85, trial + 1000), 96).SequenceEqual(bits))
                decoded++;
        }

        Assert.True(decoded >= 97, $"{decoded} of 100 decoded");
    }

    [Fact]
    public void Decode_OfAnotherLength_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionalCode.Decode(new float[305], 96));

    [Fact]
    public void Decode_OfNothingButZeros_GivesSomeBits() => Assert.Equal(96, ConvolutionalCode.Decode(new float[306], 96).Length);

    private static byte[] Bits(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(2))];
    }

    private static float[] Soft(byte[] bits, double noise, int seed)
    {
        var random = new Random(seed);
        return [.. ConvolutionalCode.Encode(bits).Select(b => (float)((b == 0 ? 1 : -1) + noise * Gaussian()))];

        double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
