using System.Security.Cryptography.X509Certificates;

namespace SoraGuard.C2pa.Cose;

/// <summary>The rules for certificates that sign claims (C2PA 2.2 §14.5.1). Trust and validity in time are other questions.</summary>
internal static class CertificateProfile
{
    private const int MinRsaBits = 2048;

    private static readonly string[] LoneUsages = [Oids.TimeStamping, Oids.OcspSigning];

    /// <summary>The first rule the certificate breaks, as a sentence; null where it breaks none.</summary>
    /// <param name="leaf">The certificate whose key signed the claim.</param>
    /// <param name="acceptedUsages">Extended key usages of which it must have one.</param>
    public static string? FindViolation(Certificate leaf, IReadOnlySet<string> acceptedUsages)
    {
        var extensions = leaf.Extensions;
        return leaf switch
        {
            { Version: not 3 } => $"it is of version {leaf.Version}, not 3",
            { HasUniqueIds: true } => "it has unique ids",
            _ when !CertificateSignature.IsAllowed(leaf.SignatureAlgorithm) =>
                $"it is signed with {leaf.SignatureAlgorithm.Oid}, or with parameters C2PA does not allow",
            _ when KeyViolation(leaf.Key) is { } violation => violation,
            _ when extensions.IsAuthority => "it is an authority's certificate",
            _ when !leaf.IsSelfIssued && !extensions.HasAuthorityKeyIdentifier => "it has no authority key identifier",
            _ when extensions.KeyUsage is not { } usage || (usage & X509KeyUsageFlags.DigitalSignature) == 0 => "its key usage is not digital signature",
            _ when (extensions.KeyUsage & X509KeyUsageFlags.KeyCertSign) != 0 => "its key usage is to sign certificates",
            _ when extensions.UnknownCritical is { } oid => $"its critical extension {oid} is unknown",
            _ => UsageViolation(extensions.ExtendedKeyUsages, acceptedUsages),
        };
    }

    private static string? KeyViolation(PublicKeyInfo key) => key switch
    {
        { IsEllipticCurve: true } => null,
        { Algorithm.Oid: Oids.EcPublicKey } => "its key is on a curve other than P-256, P-384 and P-521",
        { IsRsa: true, RsaBits: >= MinRsaBits and <= CertificateLimits.MaxRsaBits } => null,
        { IsRsa: true } => $"its RSA key has {key.RsaBits} bits; {MinRsaBits} to {CertificateLimits.MaxRsaBits} are allowed",
        _ => key.IsEd25519 ? null : $"its key is of kind {key.Algorithm.Oid}",
    };

    private static string? UsageViolation(IReadOnlyList<string>? usages, IReadOnlySet<string> accepted) => usages switch
    {
        null or [] => "it has no extended key usage",
        _ when usages.Contains(Oids.AnyExtendedKeyUsage) => "it has the extended key usage 'any'",
        _ when usages.Count > 1 && usages.Any(LoneUsages.Contains) => "time-stamping and OCSP signing go with no other extended key usage",
        _ when !usages.Any(accepted.Contains) => $"none of its extended key usages ({string.Join(", ", usages)}) is one for signing claims",
        _ => null,
    };
}
