using SoraGuard.Inference.Generation;

namespace SoraGuard.Inference.Tests.Generation;

public sealed class NoiseTests
{
    [Fact]
    public void It_is_standard_normal()
    {
        var noise = Draw(200_000, 1, 0, 0);

        Assert.InRange(noise.Average(), -.01, .01);
        Assert.InRange(noise.Average(x => x * x), .98, 1.02);
        Assert.InRange(noise.Count(x => Math.Abs(x) > 1.96f) / 200_000.0, .045, .055);
    }

    [Fact]
    public void It_depends_on_seed_window_and_step_and_on_nothing_else()
    {
        var noise = Draw(1001, 7, 2, 3);

        Assert.Equal(noise, Draw(1001, 7, 2, 3));
        Assert.Equal(noise[..500], Draw(500, 7, 2, 3));
        foreach (var (seed, window, step) in new[] { (8UL, 2, 3), (7UL, 3, 3), (7UL, 2, 4), (7UL, 3, 2) })
            Assert.NotEqual(noise, Draw(1001, seed, window, step));
    }

    private static float[] Draw(int count, ulong seed, int window, int step)
    {
        var noise = new float[count];
        Noise.Fill(noise, seed, window, step);
        return noise;
    }
}
