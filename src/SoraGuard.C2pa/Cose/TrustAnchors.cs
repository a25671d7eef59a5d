using System.Collections.Frozen;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// The certificates a validator trusts to issue others: those of signers, or those of time-stamp authorities (C2PA 2.2 §14.4).
/// Roots or intermediates: a chain may end at either. Lists are put together with <see cref="And"/>, each with its own usages.
/// </summary>
public sealed class TrustAnchors
{
    private TrustAnchors(IReadOnlyList<TrustAnchor> anchors) => Anchors = anchors;

    /// <summary>Trusts nobody: a sound signature is then Valid, never Trusted.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>claimSigning, emailProtection, documentSigning, and Microsoft's C2PA signing.</summary>
    public static IReadOnlySet<string> DefaultUsages { get; } =
        new[] { Oids.ClaimSigning, Oids.EmailProtection, Oids.DocumentSigning, Oids.MicrosoftC2paSigning }.ToFrozenSet();

    /// <summary>claimSigning alone: what the C2PA Trust List accepts (§14.4.1).</summary>
    public static IReadOnlySet<string> C2paTrustListUsages { get; } = new[] { Oids.ClaimSigning }.ToFrozenSet();

    /// <summary>Certificates, each as often as it was given.</summary>
    public int Count => Anchors.Count;

    internal IReadOnlyList<TrustAnchor> Anchors { get; }

    /// <summary>Every certificate of a PEM text; text between them is skipped.</summary>
    /// <param name="pem">A list, such as the C2PA Trust List or the C2PA TSA Trust List.</param>
    /// <param name="usages">
    /// Object identifiers of extended key usages: signers without any of them are not trusted through these anchors. Default: any.
    /// </param>
    /// <exception cref="C2paFormatException">A certificate is malformed, there is none, or there are too many.</exception>
    public static TrustAnchors FromPem(ReadOnlySpan<char> pem, IReadOnlySet<string>? usages = null)
    {
        var certificates = CertificatePem.Read(pem);
        return certificates.Count is > 0 and <= CertificateLimits.MaxTrustAnchors
            ? new TrustAnchors([.. certificates.Select(c => new TrustAnchor(Certificate.Parse(c), usages))])
            : throw new C2paFormatException($"Trust anchors must be 1 to {CertificateLimits.MaxTrustAnchors} PEM certificates; there are {certificates.Count}");
    }

    /// <summary>These anchors and those.</summary>
    public TrustAnchors And(TrustAnchors other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TrustAnchors([.. Anchors, .. other.Anchors]);
    }
}
