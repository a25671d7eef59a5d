using SoraGuard.Media.Watermark;

namespace SoraGuard.Media.Tests.Watermark;

public sealed class WatermarkIdTests
{
    [Theory]
    [InlineData("0000000000000000", 0UL)]
    [InlineData("5a17c0de12345678", 0x5A17C0DE12345678UL)]
    [InlineData("FFFFFFFFFFFFFFFF", ulong.MaxValue)]
    public void TryParse_OfSixteenDigits_ReadsThem(string text, ulong value)
    {
        Assert.True(WatermarkId.TryParse(text, out var id));
        Assert.Equal(value, id.Value);
        Assert.Equal(text, id.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5a17c0de1234567")]
    [InlineData("5a17c0de123456789")]
    [InlineData("0x17c0de12345678")]
    [InlineData(" a17c0de12345678")]
    [InlineData("5a17c0de1234567g")]
    public void TryParse_OfAnythingElse_Fails(string? text) => Assert.False(WatermarkId.TryParse(text, out _));
}
