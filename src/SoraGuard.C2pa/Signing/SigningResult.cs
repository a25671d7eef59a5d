using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>A signed file that has been read again and found valid.</summary>
public sealed record SigningResult
{
    /// <summary>Label of the new manifest, urn:c2pa:….</summary>
    public required string Manifest { get; init; }

    /// <summary>Bytes of the signed file.</summary>
    public required long Length { get; init; }

    /// <summary>What the re-read found; its state is Valid or Trusted.</summary>
    public required ValidationResult Validation { get; init; }

    /// <summary>Why there is no time-stamp, where one was asked for and <see cref="TimeStampFailurePolicy.SignWithout"/> allows its absence; else null.</summary>
    public string? TimeStampFailure { get; init; }
}
