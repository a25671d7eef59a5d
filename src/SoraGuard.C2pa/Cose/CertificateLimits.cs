namespace SoraGuard.C2pa.Cose;

/// <summary>How much certificate data one signature may bring. Beyond any of these it is rejected.</summary>
public static class CertificateLimits
{
    /// <summary>Certificates a signature carries.</summary>
    public const int MaxChainLength = 10;

    /// <summary>Bytes of one certificate.</summary>
    public const int MaxCertificateBytes = 32 * 1024;

    /// <summary>Certificate signatures checked while a chain to an anchor is looked for. A chain has two or three.</summary>
    public const int MaxSignatureChecksPerChain = 64;

    /// <summary>Certificate signatures checked in one validation, for all its manifests; what is beyond counts as untrusted.</summary>
    public const int MaxSignatureChecks = 1000;

    /// <summary>Bits of an RSA modulus; larger ones only cost time.</summary>
    public const int MaxRsaBits = 16_384;

    /// <summary>Trust anchors of one validator.</summary>
    public const int MaxTrustAnchors = 10_000;
}
