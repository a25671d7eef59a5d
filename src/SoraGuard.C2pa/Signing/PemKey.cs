using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>A private key from PEM of the kind a certificate has, and how it signs. Never shown; released when disposed of.</summary>
internal sealed class PemKey : IDisposable
{
    private readonly IDisposable _key;
    private readonly Func<ReadOnlyMemory<byte>, byte[]> _sign;

    private PemKey(IDisposable key, CoseAlgorithm algorithm, int signatureBytes, ReadOnlyMemory<byte> publicKey, Func<ReadOnlyMemory<byte>, byte[]> sign)
    {
        (_key, Algorithm, SignatureBytes, PublicKey) = (key, algorithm, signatureBytes, publicKey);
        _sign = sign;
    }

    public CoseAlgorithm Algorithm { get; }

    public int SignatureBytes { get; }

    /// <summary>Comparable with <see cref="PublicKeyInfo.Key"/>.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <param name="pem">The private key.</param>
    /// <param name="password">Empty where it is not encrypted.</param>
    /// <param name="certified">The public key of the certificate.</param>
    /// <param name="algorithm">One of RSA, where it is such a key.</param>
    /// <exception cref="ArgumentException">There is no such key; the message quotes nothing of what was read.</exception>
    /// <exception cref="PlatformNotSupportedException">An Ed25519 key where libcrypto is not there.</exception>
    public static PemKey Import(ReadOnlySpan<char> pem, ReadOnlySpan<char> password, PublicKeyInfo certified, CoseAlgorithm algorithm)
    {
        if (certified.IsEd25519)
            return OfEd25519((password.IsEmpty ? Ed25519PrivateKey.TryImport(pem) : null) ?? throw Unreadable());
        if (!certified.IsRsa)
            return OfEcdsa(Import(ECDsa.Create(), pem, password));
        var rsa = password.IsEmpty ? ImportRsa(pem) : Import(RSA.Create(), pem, password);
        return new PemKey(rsa, algorithm, (rsa.KeySize + 7) / 8, rsa.ExportRSAPublicKey(),
            data => rsa.SignData(data.Span, algorithm.Hash(), RSASignaturePadding.Pss));
    }

    public byte[] Sign(ReadOnlyMemory<byte> data) => _sign(data);

    public void Dispose() => _key.Dispose();

    private static PemKey OfEd25519(Ed25519PrivateKey key)
    {
        try
        {
            return new PemKey(key, CoseAlgorithm.Ed25519, Ed25519.SignatureBytes, key.PublicKey(), data => key.Sign(data.Span));
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static PemKey OfEcdsa(ECDsa key)
    {
        var (algorithm, bytes) = key.KeySize switch
        {
            256 => (CoseAlgorithm.Es256, 64),
            384 => (CoseAlgorithm.Es384, 96),
            521 => (CoseAlgorithm.Es512, 132),
            _ => default,
        };
        if (bytes == 0)
        {
            key.Dispose();
            throw new ArgumentException("The key is on a curve other than P-256, P-384 and P-521.", nameof(key));
        }
        var info = PublicKeyInfo.Read(new System.Formats.Asn1.AsnReader(key.ExportSubjectPublicKeyInfo(), System.Formats.Asn1.AsnEncodingRules.DER));
        return new PemKey(key, algorithm, bytes, info.Key,
            data => key.SignData(data.Span, algorithm.Hash(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    /// <summary>A key marked for RSASSA-PSS as a whole (RFC 4055 §1.2) is none to .NET, but holds an RSA key like any other.</summary>
    private static RSA ImportRsa(ReadOnlySpan<char> pem)
    {
        if (Pkcs8.TryRead(pem) is not var (oid, der))
            return Import(RSA.Create(), pem, password: default);
        var key = RSA.Create();
        try
        {
            if (oid != Oids.RsaPss)
                key.ImportFromPem(pem);
            else
                key.ImportRSAPrivateKey(der, out _);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw Unreadable();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static T Import<T>(T key, ReadOnlySpan<char> pem, ReadOnlySpan<char> password)
        where T : AsymmetricAlgorithm
    {
        try
        {
            if (password.IsEmpty)
                key.ImportFromPem(pem);
            else
                key.ImportFromEncryptedPem(pem, password);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw Unreadable();
        }
    }

    /// <summary>Without the inner exception, whose text may quote what it read.</summary>
    private static ArgumentException Unreadable() =>
        new("The private key cannot be read: a PEM key of the kind of the certificate's is expected, unencrypted or, of EC or RSA, in PKCS#8 with its password.", "keyPem");
}
