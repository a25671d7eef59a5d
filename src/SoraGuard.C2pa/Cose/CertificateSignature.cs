using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// Checks signatures whose algorithm is an X.509 one: of certificates, time-stamps and OCSP responses. Algorithms outside C2PA 2.2
/// §14.5.1 are not verified.
/// </summary>
internal static class CertificateSignature
{
    private const int HashTag = 0, MaskTag = 1, SaltTag = 2;

    public static bool Verify(Certificate certificate, PublicKeyInfo issuerKey) =>
        Verify(certificate.SignatureAlgorithm, certificate.SignedBytes.Span, certificate.Signature.Span, issuerKey);

    /// <summary>False also where the algorithm is unknown or does not go with the key.</summary>
    public static bool Verify(AlgorithmIdentifier algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature, PublicKeyInfo key)
    {
        try
        {
            if (EcdsaHash(algorithm.Oid) is { } ecdsaHash)
            {
                if (!key.IsEllipticCurve)
                    return false;
                using var ecdsa = key.OpenEcdsa();
                return ecdsa.VerifyData(signed, signature, ecdsaHash, DSASignatureFormat.Rfc3279DerSequence);
            }
            if (algorithm is { Oid: Oids.Ed25519, Parameters: null })
                return Ed25519.IsAvailable && key.IsEd25519 && Ed25519.Verify(key.Key.Span, signed, signature);
            if (RsaHash(algorithm) is not var (rsaHash, padding) || !key.IsRsa)
                return false;
            using var rsa = key.OpenRsa();
            return rsa.VerifyData(signed, signature, rsaHash, padding);
        }
        catch (CryptographicException)
        {
            return false; // A key or a signature that is none: it verifies nothing.
        }
    }

    /// <summary>
    /// The algorithm of a CMS signer, who may name the kind of key alone and the hash beside it (RFC 3370 §3.2); null for one C2PA
    /// does not allow.
    /// </summary>
    public static AlgorithmIdentifier? OfSigner(AlgorithmIdentifier signature, string digest)
    {
        var oid = (signature.Oid, digest) switch
        {
            (Oids.RsaEncryption, Oids.Sha256) => Oids.Sha256WithRsa,
            (Oids.RsaEncryption, Oids.Sha384) => Oids.Sha384WithRsa,
            (Oids.RsaEncryption, Oids.Sha512) => Oids.Sha512WithRsa,
            (Oids.EcPublicKey, Oids.Sha256) => Oids.EcdsaWithSha256,
            (Oids.EcPublicKey, Oids.Sha384) => Oids.EcdsaWithSha384,
            (Oids.EcPublicKey, Oids.Sha512) => Oids.EcdsaWithSha512,
            _ => signature.Oid,
        };
        var algorithm = signature with { Oid = oid };
        return IsAllowed(algorithm) ? algorithm : null;
    }

    /// <summary>Whether C2PA allows certificates signed this way (§14.5.1), parameters included.</summary>
    public static bool IsAllowed(AlgorithmIdentifier algorithm) =>
        EcdsaHash(algorithm.Oid) is not null || RsaHash(algorithm) is not null || algorithm is { Oid: Oids.Ed25519, Parameters: null };

    private static HashAlgorithmName? EcdsaHash(string oid) => oid switch
    {
        Oids.EcdsaWithSha256 => HashAlgorithmName.SHA256,
        Oids.EcdsaWithSha384 => HashAlgorithmName.SHA384,
        Oids.EcdsaWithSha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static (HashAlgorithmName, RSASignaturePadding)? RsaHash(AlgorithmIdentifier algorithm) => algorithm.Oid switch
    {
        Oids.Sha256WithRsa => (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        Oids.Sha384WithRsa => (HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        Oids.Sha512WithRsa => (HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        Oids.RsaPss when algorithm.Parameters is { } parameters && PssHash(parameters) is { } hash => (hash, RSASignaturePadding.Pss),
        _ => null,
    };

    /// <summary>
    /// <c>RSASSA-PSS-params { [0] hash, [1] MGF1 with hash, [2] salt length }</c> (RFC 8017 §A.2.3): one SHA-2 for both, and a salt
    /// as long as the hash, which is the one length .NET verifies.
    /// </summary>
    private static HashAlgorithmName? PssHash(ReadOnlyMemory<byte> parameters)
    {
        try
        {
            var sequence = new AsnReader(parameters, AsnEncodingRules.DER).ReadSequence();
            var hash = AlgorithmIdentifier.Read(Explicit(sequence, HashTag)).Oid;
            var mask = AlgorithmIdentifier.Read(Explicit(sequence, MaskTag));
            var maskHash = mask.Parameters is { } p ? AlgorithmIdentifier.Read(new AsnReader(p, AsnEncodingRules.DER)).Oid : null;
            var (name, bytes) = hash switch
            {
                Oids.Sha256 => (HashAlgorithmName.SHA256, 32),
                Oids.Sha384 => (HashAlgorithmName.SHA384, 48),
                Oids.Sha512 => (HashAlgorithmName.SHA512, 64),
                _ => (default, 0),
            };
            var isUsable = mask.Oid == Oids.Mgf1 && maskHash == hash && Explicit(sequence, SaltTag).TryReadInt32(out var salt) && salt == bytes;
            return isUsable && name.Name is not null ? name : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static AsnReader Explicit(AsnReader reader, int tag) => reader.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, tag, isConstructed: true));
}
