using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class MarkLayoutTests
{
    private static readonly MarkLayout s_layout = Pictures.Key.Layout;

    [Fact]
    public void EveryCodedBit_OwnsLowAndHighWaves()
    {
        foreach (var bit in Enumerable.Range(0, MarkPayload.CodedLength))
        {
            var own = s_layout.Carriers.Where(c => c.Bit == bit).ToArray();
            Assert.Equal(4, own.Length);
            Assert.Contains(own, c => c.Radius < 18);
            Assert.Contains(own, c => c.Radius > 25);
        }
    }

    [Fact]
    public void Waves_AreDistinctAndInTheBand()
    {
        Assert.Equal(s_layout.Carriers.Length, s_layout.Carriers.Select(c => (c.U, c.V)).Distinct().Count());
        Assert.DoesNotContain(s_layout.Carriers, c => s_layout.Carriers.Any(o => o.U == -c.U && o.V == -c.V));
        Assert.All(s_layout.Carriers, c => Assert.InRange(c.Radius, MarkLayout.LowestFrequency, MarkLayout.HighestFrequency));
        Assert.InRange(s_layout.Carriers.Count(c => c.IsSync), 180, 240);
    }

    // Clips that are out must stay readable: whoever changes the layout makes a new mark, and must find old ones by the old layout still.
    [Fact]
    public void TheLayoutOfAKey_NeverChanges()
    {
        var text = new StringBuilder();
        foreach (var c in s_layout.Carriers)
            text.Append(CultureInfo.InvariantCulture, $"{c.U},{c.V},{c.Bit},{Math.Round(c.Cos * 1000)};");

        Assert.Equal("8f4283b171ca37b73cfbf2ef2eda9299", Digest(Encoding.ASCII.GetBytes(text.ToString())));
    }

    [Fact]
    public void ThePayload_NeverChanges() =>
        Assert.Equal("b86117daff47793ee677fcf57c035f3c", Digest(MarkPayload.Encode(Pictures.Id, Pictures.Key)));

    [Fact]
    public void DifferentKeys_PlaceTheirBitsDifferently()
    {
        var same = s_layout.Carriers.Zip(Pictures.OtherKey.Layout.Carriers).Count(pair => pair.First.Bit == pair.Second.Bit);

        Assert.InRange(same, 0, s_layout.Carriers.Length / 10);
    }

    [Fact]
    public void ASecretThatIsTooShort_IsRefused() => Assert.Throws<ArgumentException>(() => WatermarkKey.FromSecret(new byte[15]));

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
}
