namespace SoraGuard.Policy;

/// <summary>The base of what this library throws about input (misuse by a programmer throws the usual argument exceptions).</summary>
public abstract class PolicyException(string message) : Exception(message);

/// <summary>A policy folder or file is beyond a limit.</summary>
public sealed class PolicyLimitException(string message) : PolicyException(message);

/// <summary>The policy folder does not compile; <see cref="Diagnostics"/> says why, all of it at once.</summary>
public sealed class InvalidPolicyException(IReadOnlyList<PolicyDiagnostic> diagnostics)
    : PolicyException($"The policy has {diagnostics.Count} error(s):\n{string.Join('\n', diagnostics)}")
{
    public IReadOnlyList<PolicyDiagnostic> Diagnostics { get; } = diagnostics;
}

/// <summary>A request that cannot be decided as it stands: the message says what is wrong with it.</summary>
/// <param name="code">Stable name of the error: <c>prompt_empty</c>, <c>prompt_too_long</c>, <c>unknown_tier</c>, <c>invalid_region</c>, <c>invalid_time</c>, <c>invalid_score</c>, <c>invalid_line</c>.</param>
/// <param name="message">What is wrong, and what would be right.</param>
public sealed class PolicyRequestException(string code, string message) : PolicyException(message)
{
    public string Code { get; } = code;
}
