using System.Globalization;

namespace SoraGuard.Media.Video;

/// <summary>A ratio of two integers, such as a frame rate: 30000/1001.</summary>
public readonly record struct Rational(int Numerator, int Denominator)
{
    public double Value => (double)Numerator / Denominator;

    /// <summary>Reads "30000/1001", "16:9" or "24". False for anything else, and for a zero or negative part.</summary>
    public static bool TryParse(string? text, out Rational ratio)
    {
        ratio = default;
        if (text is null)
            return false;
        var parts = text.Split('/', ':');
        if (parts.Length > 2 || !TryPart(parts[0], out var numerator))
            return false;
        var denominator = 1;
        if (parts.Length == 2 && !TryPart(parts[1], out denominator))
            return false;
        ratio = new Rational(numerator, denominator);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static bool TryPart(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
}
