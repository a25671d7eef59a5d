using SoraGuard.Inference.Classifiers;

namespace SoraGuard.Inference.Tests.Classifiers;

public class HysteresisTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("4 4 4", "")] // never reaches the start
    [InlineData("9", "0-0:9")]
    [InlineData("1 5 9 5 1", "1-3:9")] // reaches out to both sides
    [InlineData("9 5 5 9 8", "0-4:9")] // a dip above the end does not part it
    [InlineData("9 4 9", "0-0:9 2-2:9")] // one below does
    [InlineData("5 5 1 8 1 7", "3-3:8")] // without a start, no segment
    public void Spans_StartHighAndEndLow(string scores, string expected)
    {
        double[] values = [.. scores.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];

        var spans = Hysteresis.Spans(values, start: 8, end: 5).Select(span => $"{span.First}-{span.Last}:{span.Peak}");

        Assert.Equal(expected, string.Join(' ', spans));
    }
}
