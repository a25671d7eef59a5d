using System.Collections.Frozen;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// The certificates a validator trusts to issue signers' certificates, and the extended key usages it accepts in those
/// (C2PA 2.2 §14.4.1). Roots or intermediates: a chain may end at either.
/// </summary>
public sealed class TrustAnchors
{
    private TrustAnchors(IReadOnlyList<Certificate> certificates) => Certificates = certificates;

    /// <summary>Trusts nobody: a sound signature is then Valid, never Trusted.</summary>
    public static TrustAnchors None { get; } = new([]);

    /// <summary>claimSigning, emailProtection, documentSigning, and Microsoft's C2PA signing.</summary>
    public static IReadOnlySet<string> DefaultUsages { get; } =
        new[] { Oids.ClaimSigning, Oids.EmailProtection, Oids.DocumentSigning, Oids.MicrosoftC2paSigning }.ToFrozenSet();

    public int Count => Certificates.Count;

    internal IReadOnlyList<Certificate> Certificates { get; }

    /// <summary>Every certificate of a PEM text; text between them is skipped.</summary>
    /// <exception cref="C2paFormatException">A certificate is malformed, there is none, or there are too many.</exception>
    public static TrustAnchors FromPem(ReadOnlySpan<char> pem)
    {
        var certificates = CertificatePem.Read(pem);
        return certificates.Count is > 0 and <= CertificateLimits.MaxTrustAnchors
            ? new TrustAnchors([.. certificates.Select(Certificate.Parse)])
            : throw new C2paFormatException($"Trust anchors must be 1 to {CertificateLimits.MaxTrustAnchors} PEM certificates; there are {certificates.Count}");
    }

    /// <summary>These anchors and those.</summary>
    public TrustAnchors And(TrustAnchors other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new TrustAnchors([.. Certificates, .. other.Certificates]);
    }
}

/// <summary>Certificates in PEM (RFC 7468).</summary>
internal static class CertificatePem
{
    private const string Label = "CERTIFICATE";

    /// <summary>The DER of each, in order; none where there is none.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlySpan<char> pem)
    {
        var certificates = new List<ReadOnlyMemory<byte>>();
        for (var rest = pem; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
            if (rest[fields.Label] is Label)
                certificates.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
        return certificates;
    }
}
