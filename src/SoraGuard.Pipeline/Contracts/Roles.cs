using System.Collections.Frozen;

namespace SoraGuard.Pipeline.Contracts;

/// <summary>What a process does. Start more processes of a role to have more of it.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>The HTTP API.</summary>
    Gateway = 1,

    /// <summary>The review pages.</summary>
    Console = 2,

    Screening = 4,
    Generation = 8,
    Inspection = 16,
    Marking = 32,

    /// <summary>Signs. The only role that reads signing keys.</summary>
    Provenance = 64,

    /// <summary>Reads the final bytes again, releases, and keeps the audit log.</summary>
    Audit = 128,

    All = Gateway | Console | Screening | Generation | Inspection | Marking | Provenance | Audit,
}

public static class RoleNames
{
    private static readonly FrozenDictionary<Stage, Roles> ByStage = new Dictionary<Stage, Roles>
    {
        [Stage.Screen] = Roles.Screening,
        [Stage.Generate] = Roles.Generation,
        [Stage.Inspect] = Roles.Inspection,
        [Stage.Mark] = Roles.Marking,
        [Stage.Sign] = Roles.Provenance,
        [Stage.Verify] = Roles.Audit,
    }.ToFrozenDictionary();

    public static Roles RoleOf(Stage stage) => ByStage[stage];

    /// <summary>Reads <c>gateway,screening,…</c>; empty or <c>all</c> means every role.</summary>
    /// <exception cref="FormatException">An unknown role; the message lists them.</exception>
    public static Roles Parse(string? list)
    {
        if (string.IsNullOrWhiteSpace(list)) return Roles.All;
        var roles = Roles.None;
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            roles |= Enum.TryParse<Roles>(name, ignoreCase: true, out var role) && Enum.IsDefined(role) && !char.IsAsciiDigit(name[0])
                ? role
                : throw new FormatException($"Unknown role '{name}'; one of {string.Join(", ", Enum.GetValues<Roles>().Where(r => r != Roles.None)).ToLowerInvariant()}.");
        return roles;
    }
}
