namespace SoraGuard.Policy.Cases;

/// <summary>A request and what the policy must say to it.</summary>
public sealed record PolicyCase
{
    /// <summary>Unique over all case files.</summary>
    public required string Id { get; init; }

    /// <summary>Path of its file inside the policy folder.</summary>
    public required string File { get; init; }

    /// <summary>1-based line it starts on.</summary>
    public required int Line { get; init; }

    public required PolicySignals Signals { get; init; }

    public required PolicyTime At { get; init; }

    /// <summary>The decisions that are right; one at least.</summary>
    public required IReadOnlyList<Decision> Expect { get; init; }

    /// <summary>Rules that must be among those that fire.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Pieces of the prompt that the spans of the rules must cover.</summary>
    public required IReadOnlyList<string> Spans { get; init; }
}

/// <summary>What came of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Verdict">The verdict; null where the request was not accepted.</param>
/// <param name="Failures">What is otherwise than expected; empty where the case passes.</param>
public sealed record PolicyCaseResult(PolicyCase Case, Verdict? Verdict, IReadOnlyList<string> Failures)
{
    public bool Passed => Failures.Count == 0;
}

/// <summary>The cases of a policy folder, and what is wrong with their files.</summary>
public sealed record PolicyCaseSet(IReadOnlyList<PolicyCase> Cases, IReadOnlyList<PolicyDiagnostic> Diagnostics);
