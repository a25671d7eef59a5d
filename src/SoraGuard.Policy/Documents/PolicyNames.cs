using SoraGuard.Policy.Elections;

namespace SoraGuard.Policy.Documents;

/// <summary>The names that rules may use, from all files of the folder.</summary>
internal sealed class PolicyNames
{
    public Dictionary<string, string> Categories { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PolicyTier> TierMap { get; } = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Tiers => TierMap.Keys;

    /// <summary>Group name to number of its source.</summary>
    public Dictionary<string, int> TermGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Class name to number of its source.</summary>
    public Dictionary<string, int> EntityClasses { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ElectionCalendar> Calendars { get; } = new(StringComparer.Ordinal);
}
