using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>Checks a claim signature by the key of its certificate (RFC 9053 §2; C2PA 2.2 §13.2).</summary>
internal static class CoseVerifier
{
    /// <summary>False also where the key is of another kind than the algorithm, or is no key.</summary>
    /// <exception cref="PlatformNotSupportedException">Ed25519, and libcrypto is not there.</exception>
    public static bool Verify(CoseSign1 signature, CoseAlgorithm algorithm, PublicKeyInfo key, ReadOnlyMemory<byte> payload)
    {
        var signed = CoseSign1.ToBeSigned(signature.ProtectedBytes, payload);
        try
        {
            if (algorithm.IsEcdsa() && key.IsEllipticCurve)
            {
                using var ecdsa = key.OpenEcdsa();
                return ecdsa.VerifyData(signed, signature.Signature.Span, algorithm.Hash(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            if (algorithm.IsRsaPss() && key.IsRsa)
            {
                using var rsa = key.OpenRsa();
                return rsa.VerifyData(signed, signature.Signature.Span, algorithm.Hash(), RSASignaturePadding.Pss);
            }
            return algorithm == CoseAlgorithm.Ed25519 && key.IsEd25519 && Ed25519.Verify(key.Key.Span, signed, signature.Signature.Span);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
