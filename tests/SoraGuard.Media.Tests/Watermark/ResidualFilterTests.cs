using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class ResidualFilterTests
{
    [Theory]
    [InlineData(64, 40)]
    [InlineData(45, 33)]
    [InlineData(3, 2)]
    public void AddTo_EqualsTheFormula(int width, int height)
    {
        var grey = Pictures.Scene(width, height);
        var sum = new float[grey.Length];
        var filter = new ResidualFilter(width, height);

        filter.AddTo(sum, grey);
        filter.AddTo(sum, grey);

        var high = new double[grey.Length];
        for (var i = 0; i < high.Length; i++)
            high[i] = grey[i] - Around(i, j => grey[j]) / 9;
        for (var i = 0; i < high.Length; i++)
        {
            var variance = Around(i, j => high[j] * high[j]) / 9;
            Assert.Equal(2 * high[i] * (1 + 0.4 * Math.Sqrt(variance)) / (1 + variance), sum[i], 1e-3);
        }

        double Around(int at, Func<int, double> value)
        {
            double total = 0;
            for (var dy = -1; dy <= 1; dy++)
                for (var dx = -1; dx <= 1; dx++)
                    total += value(Math.Clamp(at / width + dy, 0, height - 1) * width + Math.Clamp(at % width + dx, 0, width - 1));
            return total;
        }
    }

    [Fact]
    public void AFlatFrame_LeavesNothing()
    {
        var sum = new float[64 * 64];

        new ResidualFilter(64, 64).AddTo(sum, Pictures.Flat(64, 64, 200));

        Assert.All(sum, s => Assert.Equal(0, s, 1e-4));
    }
}
