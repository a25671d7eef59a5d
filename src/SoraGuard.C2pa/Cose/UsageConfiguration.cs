using System.Collections.Frozen;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// A list of extended key usages as text: one object identifier a line; lines that begin with <c>//</c> or <c>#</c> are comments.
/// The form other C2PA tools keep theirs in.
/// </summary>
public static class UsageConfiguration
{
    /// <summary>Entries of one list.</summary>
    public const int MaxEntries = 100;

    /// <exception cref="C2paFormatException">A line is no object identifier, there is none, or there are too many.</exception>
    public static IReadOnlySet<string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(l => !l.StartsWith("//", StringComparison.Ordinal) && l[0] != '#').ToList();
        if (lines.Find(l => !IsOid(l)) is { } wrong)
            throw new C2paFormatException($"'{(wrong.Length > 40 ? wrong[..40] + "…" : wrong)}' is no object identifier of an extended key usage");
        return lines.Count is > 0 and <= MaxEntries
            ? lines.ToFrozenSet()
            : throw new C2paFormatException($"A list of extended key usages must have 1 to {MaxEntries} entries; there are {lines.Count}");
    }

    private static bool IsOid(string line)
    {
        var arcs = line.Split('.');
        return arcs.Length >= 3 && Array.TrueForAll(arcs, a => a.Length is > 0 and <= 20 && a.All(char.IsAsciiDigit));
    }
}
