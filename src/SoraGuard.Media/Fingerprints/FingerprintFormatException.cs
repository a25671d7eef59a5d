namespace SoraGuard.Media.Fingerprints;

/// <summary>Text that should hold hashes does not.</summary>
/// <param name="line">The line, from 1.</param>
/// <param name="what">What is wrong with it.</param>
public sealed class FingerprintFormatException(int line, string what) : FormatException($"Line {line}: {what}.")
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;
}
