using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>The signature algorithms of C2PA (C2PA 2.2 §13.2.1), by their COSE numbers (RFC 9053).</summary>
public enum CoseAlgorithm
{
    /// <summary>ECDSA with SHA-256 (RFC 9053 §2.1).</summary>
    Es256 = -7,

    /// <summary>EdDSA, Ed25519 only. Verified and signed where OpenSSL's libcrypto is there; elsewhere recognised and reported as unsupported.</summary>
    Ed25519 = -8,

    /// <summary>ECDSA with SHA-384 (RFC 9053 §2.1).</summary>
    Es384 = -35,
    /// <summary>ECDSA with SHA-512 (RFC 9053 §2.1).</summary>
    Es512 = -36,
    /// <summary>RSASSA-PSS with SHA-256 (RFC 8230 §2).</summary>
    Ps256 = -37,
    /// <summary>RSASSA-PSS with SHA-384 (RFC 8230 §2).</summary>
    Ps384 = -38,
    /// <summary>RSASSA-PSS with SHA-512 (RFC 8230 §2).</summary>
    Ps512 = -39,
}

internal static class CoseAlgorithmExtensions
{
    public static bool IsEcdsa(this CoseAlgorithm algorithm) => algorithm is CoseAlgorithm.Es256 or CoseAlgorithm.Es384 or CoseAlgorithm.Es512;

    public static bool IsRsaPss(this CoseAlgorithm algorithm) => algorithm is CoseAlgorithm.Ps256 or CoseAlgorithm.Ps384 or CoseAlgorithm.Ps512;

    /// <summary>What a signer with this key signs with: by its curve, and of an RSA key as it is asked, PS256 by default.</summary>
    /// <exception cref="ArgumentException">C2PA has no algorithm for such a key, or not the one asked for.</exception>
    public static CoseAlgorithm Choose(PublicKeyInfo key, CoseAlgorithm? asked)
    {
        CoseAlgorithm usual = key switch
        {
            { Curve: Oids.P256 } => CoseAlgorithm.Es256,
            { Curve: Oids.P384 } => CoseAlgorithm.Es384,
            { Curve: Oids.P521 } => CoseAlgorithm.Es512,
            { IsRsa: true } => CoseAlgorithm.Ps256,
            { IsEd25519: true } => CoseAlgorithm.Ed25519,
            _ => throw new ArgumentException("The certificate's key must be on P-256, P-384 or P-521, an RSA key, or an Ed25519 key.", nameof(key)),
        };
        var isPossible = asked is null || asked == usual || (key.IsRsa && asked.Value.IsRsaPss());
        return isPossible ? asked ?? usual : throw new ArgumentException($"The certificate's key does not sign with {asked}; {usual} goes with it.", nameof(asked));
    }

    public static HashAlgorithmName Hash(this CoseAlgorithm algorithm) => algorithm switch
    {
        CoseAlgorithm.Es256 or CoseAlgorithm.Ps256 => HashAlgorithmName.SHA256,
        CoseAlgorithm.Es384 or CoseAlgorithm.Ps384 => HashAlgorithmName.SHA384,
        CoseAlgorithm.Es512 or CoseAlgorithm.Ps512 => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "No hash goes with this algorithm."),
    };
}
