using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SoraGuard.Media.Watermark;

/// <summary>The 64-bit payload of the watermark: a random id, written as 16 lower-case hexadecimal digits.</summary>
public readonly record struct WatermarkId(ulong Value)
{
    /// <summary>Number of payload bits.</summary>
    public const int BitCount = 64;

    /// <summary>Reads exactly 16 hexadecimal digits, in either case. Returns false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WatermarkId id)
    {
        id = default;
        if (text is not { Length: 16 } || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        id = new WatermarkId(value);
        return true;
    }

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
