using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>Checks the signature of one certificate by the key of another. Algorithms outside C2PA 2.2 §14.5.1 are not verified.</summary>
internal static class CertificateSignature
{
    private const int HashTag = 0, MaskTag = 1, SaltTag = 2;

    /// <summary>False also where the algorithm is unknown or does not go with the key.</summary>
    public static bool Verify(Certificate certificate, PublicKeyInfo issuerKey)
    {
        try
        {
            var signed = certificate.SignedBytes.Span;
            var signature = certificate.Signature.Span;
            if (EcdsaHash(certificate.SignatureAlgorithm.Oid) is { } ecdsaHash)
            {
                if (!issuerKey.IsEllipticCurve)
                    return false;
                using var ecdsa = issuerKey.OpenEcdsa();
                return ecdsa.VerifyData(signed, signature, ecdsaHash, DSASignatureFormat.Rfc3279DerSequence);
            }
            if (RsaHash(certificate.SignatureAlgorithm) is not var (rsaHash, padding) || !issuerKey.IsRsa)
                return false;
            using var rsa = issuerKey.OpenRsa();
            return rsa.VerifyData(signed, signature, rsaHash, padding);
        }
        catch (CryptographicException)
        {
            return false; // A key or a signature that is none: it verifies nothing.
        }
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
