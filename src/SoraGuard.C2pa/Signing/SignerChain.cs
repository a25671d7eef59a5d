using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>The certificates that go with a signature (C2PA 2.2 §14.5): the signer's own, then its intermediates, without roots.</summary>
public static class SignerChain
{
    /// <summary>Why files would not be valid if the signer signed them now; null where nothing is known to be wrong. Trust is another question.</summary>
    /// <param name="signer">Whose certificates to look at: the profile of its own (C2PA 2.2 §14.5.1), and the validity of all.</param>
    /// <param name="time">Now.</param>
    /// <exception cref="C2paFormatException">A certificate is malformed.</exception>
    public static string? FindFlaw(IC2paSigner signer, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(signer);
        var chain = signer.CertificateChain.Select(Certificate.Parse).ToList();
        if (CertificateProfile.FindViolation(chain[0], TrustAnchors.DefaultUsages) is { } violation)
            return $"its first certificate is none for signing claims: {violation}";
        var invalid = chain.FindIndex(c => !c.IsValidAt(time));
        return invalid < 0 ? null : $"its certificate {invalid + 1} is valid from {chain[invalid].NotBefore.ToUniversalTime():u} to {chain[invalid].NotAfter.ToUniversalTime():u}, and not now";
    }

    /// <exception cref="ArgumentException">There is no certificate, or there are too many.</exception>
    /// <exception cref="C2paFormatException">One is malformed.</exception>
    internal static (Certificate Leaf, IReadOnlyList<ReadOnlyMemory<byte>> Chain) Read(ReadOnlySpan<char> chainPem)
    {
        var certificates = CertificatePem.Read(chainPem);
        return certificates.Count is > 0 and <= CertificateLimits.MaxChainLength
            ? (Certificate.Parse(certificates[0]), [certificates[0], .. certificates.Skip(1).Where(c => !Certificate.Parse(c).IsSelfIssued)])
            : throw new ArgumentException(
                $"The chain must have 1 to {CertificateLimits.MaxChainLength} PEM certificates; it has {certificates.Count}.", nameof(chainPem));
    }
}
