using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>The upper half of an IEEE 754 binary32: 1 sign bit, 8 exponent bits, 7 fraction bits.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct BFloat16 : IEquatable<BFloat16>
{
    private const ushort QuietNaN = 0x7fc0;

    /// <summary>The bits of the number.</summary>
    public readonly ushort value;

    /// <param name="v">The bits, not the numeric value: that is what the explicit conversion from float is for.</param>
    public BFloat16(ushort v) => value = v;

    /// <summary>Rounds to the nearest number, ties to even.</summary>
    public static explicit operator BFloat16(float value)
    {
        // Rounding a NaN could carry its last fraction bits away and leave an infinity.
        if (float.IsNaN(value))
            return new BFloat16(QuietNaN);
        var bits = BitConverter.SingleToUInt32Bits(value);
        return new BFloat16((ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16));
    }

    public static explicit operator float(BFloat16 value) => value.ToFloat();

    public static bool operator ==(BFloat16 left, BFloat16 right) => left.ToFloat() == right.ToFloat();

    public static bool operator !=(BFloat16 left, BFloat16 right) => left.ToFloat() != right.ToFloat();

    public static bool IsNaN(BFloat16 value) => float.IsNaN(value.ToFloat());

    public static bool IsFinite(BFloat16 value) => float.IsFinite(value.ToFloat());

    public float ToFloat() => BitConverter.UInt32BitsToSingle((uint)value << 16);

    public bool Equals(BFloat16 other) => ToFloat().Equals(other.ToFloat());

    public override bool Equals(object obj) => obj is BFloat16 other && Equals(other);

    public override int GetHashCode() => ToFloat().GetHashCode();

    public override string ToString() => ToFloat().ToString(System.Globalization.CultureInfo.CurrentCulture);
}
