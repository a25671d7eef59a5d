namespace SoraGuard.Policy;

/// <summary>One thing wrong with a policy folder: where it stands, what it is, and what to do about it.</summary>
public sealed record PolicyDiagnostic
{
    /// <summary>Path inside the policy folder, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>1-based; 0 where the file as a whole is meant.</summary>
    public required int Line { get; init; }

    public required string Message { get; init; }

    /// <summary>What to do; null where the message says it all.</summary>
    public string? Hint { get; init; }

    /// <summary><c>file:line: message (hint)</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Message}{(Hint is null ? "" : $" ({Hint})")}";
}
