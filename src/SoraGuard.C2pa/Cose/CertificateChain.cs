using System.Security.Cryptography.X509Certificates;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// Looks for a path from a signer's certificate to an anchor at a given time (RFC 5280 §6.1), among the certificates the signature
/// carries. Its own builder and not the operating system's: the same answer everywhere, no network, no machine's certificate
/// stores, anchors that need not be roots. What it does not implement (name constraints, policy mapping) it refuses when critical.
/// </summary>
internal sealed class CertificateChain
{
    private readonly IReadOnlyList<Certificate> _candidates;
    private readonly TrustAnchors _anchors;
    private readonly IReadOnlyList<string> _usages;
    private readonly DateTimeOffset? _time;
    private readonly SignatureCheckBudget _budget;
    private int _signatureChecks;

    private CertificateChain(IReadOnlyList<Certificate> chain, TrustAnchors anchors, DateTimeOffset? time, SignatureCheckBudget budget)
    {
        _candidates = [.. chain.Skip(1)];
        _usages = chain[0].Extensions.ExtendedKeyUsages ?? [];
        _anchors = anchors;
        _time = time;
        _budget = budget;
    }

    /// <param name="chain">Leaf first, the others in any order.</param>
    /// <param name="anchors">Where a path may end.</param>
    /// <param name="time">When every certificate of the path must be valid.</param>
    /// <param name="budget">Of the whole validation.</param>
    public static ChainTrust Judge(IReadOnlyList<Certificate> chain, TrustAnchors anchors, DateTimeOffset time, SignatureCheckBudget budget)
    {
        if (chain[0].IsValidAt(time) && new CertificateChain(chain, anchors, time, budget).Extend([chain[0]]))
            return ChainTrust.Trusted;
        return new CertificateChain(chain, anchors, time: null, budget).Extend([chain[0]]) ? ChainTrust.OutsideValidity : ChainTrust.Untrusted;
    }

    public static bool IsTrusted(IReadOnlyList<Certificate> chain, TrustAnchors anchors, DateTimeOffset time, SignatureCheckBudget budget) =>
        Judge(chain, anchors, time, budget) == ChainTrust.Trusted;

    private bool Extend(List<Certificate> path)
    {
        var current = path[^1];
        if (_anchors.Anchors.Any(anchor => anchor.Accepts(_usages) && Issued(anchor.Certificate, current, path.Count - 1)))
            return true;
        foreach (var candidate in _candidates.Where(c => !path.Contains(c) && Issued(c, current, path.Count - 1)))
        {
            path.Add(candidate);
            if (Extend(path))
                return true;
            path.RemoveAt(path.Count - 1);
        }
        return false;
    }

    /// <param name="issuer">Who may have issued <paramref name="subject"/>.</param>
    /// <param name="subject">The end of the path so far.</param>
    /// <param name="intermediates">Authorities between the leaf and the issuer.</param>
    private bool Issued(Certificate issuer, Certificate subject, int intermediates)
    {
        var extensions = issuer.Extensions;
        return issuer.Subject.Span.SequenceEqual(subject.Issuer.Span)
            && KeyIdentifiersAgree(extensions, subject.Extensions)
            && issuer.Version == 3
            && extensions.IsAuthority
            && (extensions.PathLength is null || extensions.PathLength >= intermediates)
            && (extensions.KeyUsage is not { } usage || (usage & X509KeyUsageFlags.KeyCertSign) != 0)
            && extensions.UnknownCritical is null
            && (_time is not { } time || issuer.IsValidAt(time))
            && ++_signatureChecks <= CertificateLimits.MaxSignatureChecksPerChain
            && _budget.TrySpend()
            && CertificateSignature.Verify(subject, issuer.Key);
    }

    private static bool KeyIdentifiersAgree(CertificateExtensions issuer, CertificateExtensions subject) =>
        issuer.SubjectKeyIdentifier is not { } own || subject.AuthorityKeyIdentifier is not { } wanted || own.Span.SequenceEqual(wanted.Span);
}
