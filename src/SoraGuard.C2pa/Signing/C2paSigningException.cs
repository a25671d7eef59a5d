using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>A file that could not be signed, or whose signed form did not pass its own validation. What was written must be discarded.</summary>
public sealed class C2paSigningException : Exception
{
    /// <summary>With what the re-read found, if it came to that.</summary>
    public C2paSigningException(string message, ValidationResult? validation = null)
        : base(message) => Validation = validation;

    /// <summary>What the re-read of the signed file found; null where it did not come to that.</summary>
    public ValidationResult? Validation { get; }
}
