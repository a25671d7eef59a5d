using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 fraction bits.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly struct Float16 : IEquatable<Float16>
{
    /// <summary>The bits of the number.</summary>
    public readonly ushort value;

    /// <param name="v">The bits, not the numeric value: that is what the explicit conversion from float is for.</param>
    public Float16(ushort v) => value = v;

    /// <summary>Rounds to the nearest number, ties to even.</summary>
    public static explicit operator Float16(float value) => new(BitConverter.HalfToUInt16Bits((Half)value));

    public static explicit operator float(Float16 value) => value.ToFloat();

    public static bool operator ==(Float16 left, Float16 right) => left.ToFloat() == right.ToFloat();

    public static bool operator !=(Float16 left, Float16 right) => left.ToFloat() != right.ToFloat();

    public static bool IsNaN(Float16 value) => float.IsNaN(value.ToFloat());

    public static bool IsFinite(Float16 value) => float.IsFinite(value.ToFloat());

    public float ToFloat() => (float)BitConverter.UInt16BitsToHalf(value);

    public bool Equals(Float16 other) => ToFloat().Equals(other.ToFloat());

    public override bool Equals(object obj) => obj is Float16 other && Equals(other);

    public override int GetHashCode() => ToFloat().GetHashCode();

    public override string ToString() => ToFloat().ToString(System.Globalization.CultureInfo.CurrentCulture);
}
