using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class TileTransformTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(16)]
    public void Forward_EqualsTheDefinition(int side)
    {
        var (real, imaginary) = Noise(side, seed: 5);
        var (expectedReal, expectedImaginary) = Naive(real, imaginary, side);

        new TileTransform(side).Forward(real, imaginary);

        for (var i = 0; i < real.Length; i++)
        {
            Assert.Equal(expectedReal[i], real[i], 1e-4);
            Assert.Equal(expectedImaginary[i], imaginary[i], 1e-4);
        }
    }

    [Fact]
    public void Forward_OfAWave_IsOneSpike()
    {
        const int Side = 64;
        var (real, imaginary) = (new float[Side * Side], new float[Side * Side]);
        for (var y = 0; y < Side; y++)
            for (var x = 0; x < Side; x++)
                (imaginary[y * Side + x], real[y * Side + x]) = MathF.SinCos(2 * MathF.PI * (5 * x + 60 * y) / Side);

        new TileTransform(Side).Forward(real, imaginary);

        Assert.Equal(Side * Side, real[60 * Side + 5], 0.5f);
        real[60 * Side + 5] = 0;
        Assert.All(real.Concat(imaginary), v => Assert.InRange(v, -0.05f, 0.05f));
    }

    [Fact]
    public void Forward_KeepsTheEnergy()
    {
        var (real, imaginary) = Noise(128, seed: 9);
        var before = real.Concat(imaginary).Sum(v => (double)v * v);

        new TileTransform(128).Forward(real, imaginary);

        Assert.Equal(1, real.Concat(imaginary).Sum(v => (double)v * v) / (128 * 128) / before, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(48)]
    public void OtherSides_AreRefused(int side) => Assert.Throws<ArgumentOutOfRangeException>(() => new TileTransform(side));

    private static (float[] Real, float[] Imaginary) Noise(int side, int seed)
    {
        var random = new Random(seed);
        float[] Plane() => [.. Enumerable.Range(0, side * side).Select(_ => random.NextSingle() - 0.5f)];
        return (Plane(), Plane());
    }

    private static (double[] Real, double[] Imaginary) Naive(float[] real, float[] imaginary, int side)
    {
        var (outReal, outImaginary) = (new double[side * side], new double[side * side]);
        for (var j = 0; j < side; j++)
            for (var k = 0; k < side; k++)
                for (var m = 0; m < side; m++)
                    for (var n = 0; n < side; n++)
                    {
                        var (sin, cos) = Math.SinCos(-2 * Math.PI * (j * m + k * n) / side);
                        var (re, im) = (real[m * side + n], imaginary[m * side + n]);
                        outReal[j * side + k] += re * cos - im * sin;
                        outImaginary[j * side + k] += re * sin + im * cos;
                    }

        return (outReal, outImaginary);
    }
}
