namespace SoraGuard.Inference.Sessions;

/// <summary>A provider that was wanted and could not be had, and why.</summary>
public sealed record RefusedProvider(ExecutionProvider Provider, string Reason);
