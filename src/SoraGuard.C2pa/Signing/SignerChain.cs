using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>The certificates that go with a signature (C2PA 2.2 §14.5): the signer's own, then its intermediates, without roots.</summary>
internal static class SignerChain
{
    /// <exception cref="ArgumentException">There is no certificate, or there are too many.</exception>
    /// <exception cref="C2paFormatException">One is malformed.</exception>
    public static (Certificate Leaf, IReadOnlyList<ReadOnlyMemory<byte>> Chain) Read(ReadOnlySpan<char> chainPem)
    {
        var certificates = CertificatePem.Read(chainPem);
        return certificates.Count is > 0 and <= CertificateLimits.MaxChainLength
            ? (Certificate.Parse(certificates[0]), [certificates[0], .. certificates.Skip(1).Where(c => !Certificate.Parse(c).IsSelfIssued)])
            : throw new ArgumentException(
                $"The chain must have 1 to {CertificateLimits.MaxChainLength} PEM certificates; it has {certificates.Count}.", nameof(chainPem));
    }
}
