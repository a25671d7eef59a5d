namespace SoraGuard.Cli.Reporting;

/// <summary>What the program ends with; docs/exit-codes.md lists them by command.</summary>
internal static class ExitCodes
{
    /// <summary>Done; released; evidence found; intact.</summary>
    public const int Ok = 0;

    /// <summary>Not done for a technical reason; no evidence; a case failed.</summary>
    public const int Negative = 1;

    /// <summary>The input or a setting cannot be used, or a file cannot be read or written.</summary>
    public const int BadInput = 2;

    /// <summary>Refused by policy; evidence broken or contradictory; log damaged.</summary>
    public const int Refused = 3;

    /// <summary>Held for review.</summary>
    public const int Held = 4;

    /// <summary>Stopped from outside (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
