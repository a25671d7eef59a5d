using System.Globalization;

namespace SoraGuard.Policy;

/// <summary>
/// The range of a place's offsets from UTC over a year, easternmost first. Stated in the calendar and not looked up in a time zone
/// database, so that the same calendar means the same on every machine.
/// </summary>
internal readonly record struct UtcOffsets(TimeSpan East, TimeSpan West)
{
    public static UtcOffsets Utc => default;

    /// <summary>Reads <c>+05:30</c> or <c>-10:00</c>.</summary>
    public static bool TryParseOffset(string text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length != 6 || text[0] is not ('+' or '-'))
            return false;
        if (!TimeSpan.TryParseExact(text.AsSpan(1), @"hh\:mm", CultureInfo.InvariantCulture, out offset) || offset > TimeSpan.FromHours(14))
            return false;
        offset = text[0] == '-' ? -offset : offset;
        return true;
    }
}
