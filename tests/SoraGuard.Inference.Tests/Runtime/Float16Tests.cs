using Microsoft.ML.OnnxRuntime;

namespace SoraGuard.Inference.Tests.Runtime;

public class Float16Tests
{
    // IEEE 754-2008 binary16: exact values, the largest, the smallest, a tie to even, overflow.
    [Theory]
    [InlineData(1.5f, 0x3e00)]
    [InlineData(-2f, 0xc000)]
    [InlineData(65504f, 0x7bff)]
    [InlineData(5.9604645e-8f, 0x0001)]
    [InlineData(2049f, 0x6800)]
    [InlineData(1e6f, 0x7c00)]
    public void Float16_RoundsToNearestEven(float value, int bits)
    {
        Assert.Equal((ushort)bits, ((Float16)value).value);
        Assert.Equal((float)(Half)value, (float)(Float16)value);
    }

    // The upper half of the binary32: exact, ties to even both ways, overflow by rounding.
    [Theory]
    [InlineData(0x3fc00000u, 0x3fc0)]
    [InlineData(0x3f808000u, 0x3f80)]
    [InlineData(0x3f818000u, 0x3f82)]
    [InlineData(0x3f808001u, 0x3f81)]
    [InlineData(0x7f7fffffu, 0x7f80)]
    [InlineData(0xff800000u, 0xff80)]
    public void BFloat16_RoundsToNearestEven(uint singleBits, int bits) =>
        Assert.Equal((ushort)bits, ((BFloat16)BitConverter.UInt32BitsToSingle(singleBits)).value);

    [Fact]
    public void NaN_StaysNaN_AndIsEqualOnlyToItself()
    {
        var half = (Float16)float.NaN;
        var brain = (BFloat16)BitConverter.UInt32BitsToSingle(0x7f800001);

        Assert.True(Float16.IsNaN(half) && BFloat16.IsNaN(brain));
        Assert.False(Float16.IsFinite(half) || BFloat16.IsFinite(brain));
        Assert.False(half == new Float16(half.value) || brain == new BFloat16(brain.value));
        Assert.True(half.Equals(new Float16(half.value)) && brain.Equals(new BFloat16(brain.value)));
    }

    [Fact]
    public void NegativeZero_EqualsZero()
    {
        Assert.True(new Float16(0x8000) == new Float16(0) && new BFloat16(0x8000) == new BFloat16(0));
        Assert.Equal(new Float16(0x8000).GetHashCode(), new Float16(0).GetHashCode());
        Assert.Equal(new BFloat16(0x8000).GetHashCode(), new BFloat16(0).GetHashCode());
    }
}
