using System.CommandLine;

namespace SoraGuard.Cli.Commands;

/// <summary>Options that several commands take, with one meaning.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print the result as JSON on stdout." };

    public static Option<string?> Region() => new("--region") { Description = "Place whose rules apply: ISO 3166 code, as US or US-CA.", HelpName = "CC" };

    public static Option<string?> At() => new("--at") { Description = "Judge as of this day or instant (ISO 8601) instead of now.", HelpName = "DATE" };

    public static Option<string?> Tier() => new("--tier") { Description = "Access tier (default: public).", HelpName = "T" };
}
