using System.Collections.Frozen;
using SoraGuard.Media.Labels;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>Which visible label a region's rules ask for, when the request names none. See docs/labels.md.</summary>
internal static class LabelByRegion
{
    // EU and EEA: AI Act Art. 50(4); mainland China: Labelling Measures Art. 4 and GB 45438-2025.
    private static readonly FrozenSet<string> European = FrozenSet.ToFrozenSet(
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO",
        "PL", "PT", "RO", "SE", "SI", "SK", "EU",
    ], StringComparer.OrdinalIgnoreCase);

    public static LabelProfile For(string? region) => region?.Split('-')[0] switch
    {
        null => LabelProfile.Plain,
        var country when European.Contains(country) => LabelProfile.Eu,
        var country when country.Equals("CN", StringComparison.OrdinalIgnoreCase) => LabelProfile.Cn,
        _ => LabelProfile.Plain,
    };
}
