using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>Signs with a private key from PEM: ES256, ES384 or ES512 by the curve of an EC key, PS256 with an RSA key.</summary>
public sealed class PemSigner : IC2paSigner, IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private PemSigner(AsymmetricAlgorithm key, CoseAlgorithm algorithm, int signatureBytes, IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        _key = key;
        Algorithm = algorithm;
        SignatureBytes = signatureBytes;
        CertificateChain = chain;
    }

    public CoseAlgorithm Algorithm { get; }

    public IReadOnlyList<ReadOnlyMemory<byte>> CertificateChain { get; }

    public int SignatureBytes { get; }

    /// <param name="chainPem">The signer's certificate, then its intermediates in order. Self-signed certificates after the first are left out.</param>
    /// <param name="keyPem">An unencrypted private key: PKCS#8, or the older EC and RSA forms. The caller may clear it afterwards.</param>
    /// <exception cref="ArgumentException">There is no such key or certificate, or the key is not that of the first certificate.</exception>
    /// <exception cref="C2paFormatException">A certificate is malformed.</exception>
    public static PemSigner FromPem(ReadOnlySpan<char> chainPem, ReadOnlySpan<char> keyPem)
    {
        var certificates = CertificatePem.Read(chainPem);
        if (certificates.Count is 0 or > CertificateLimits.MaxChainLength)
            throw new ArgumentException(
                $"The chain must have 1 to {CertificateLimits.MaxChainLength} PEM certificates; it has {certificates.Count}.", nameof(chainPem));
        var leaf = Certificate.Parse(certificates[0]);
        AsymmetricAlgorithm key = leaf.Key.IsRsa ? Import(RSA.Create(), keyPem) : Import(ECDsa.Create(), keyPem);
        if (!IsKeyOf(key, leaf.Key))
        {
            key.Dispose();
            throw new ArgumentException("The private key is not that of the first certificate of the chain.", nameof(keyPem));
        }
        var (algorithm, signatureBytes) = Describe(key);
        return new PemSigner(key, algorithm, signatureBytes, [certificates[0], .. certificates.Skip(1).Where(c => !Certificate.Parse(c).IsSelfIssued)]);
    }

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_key switch
        {
            ECDsa ecdsa => ecdsa.SignData(data.Span, Algorithm.Hash(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            RSA rsa => rsa.SignData(data.Span, Algorithm.Hash(), RSASignaturePadding.Pss),
            _ => throw new InvalidOperationException("The key is neither EC nor RSA."),
        });
    }

    public void Dispose() => _key.Dispose();

    /// <summary>The algorithm alone: the key is never shown.</summary>
    public override string ToString() => $"PEM key, {Algorithm}";

    private static T Import<T>(T key, ReadOnlySpan<char> pem)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            // Without the inner exception, whose text may quote what it read.
            throw new ArgumentException("The private key cannot be read: an unencrypted PEM key of the kind of the certificate's is expected.", nameof(pem));
        }
    }

    private static bool IsKeyOf(AsymmetricAlgorithm key, PublicKeyInfo certified) => key switch
    {
        RSA rsa => rsa.ExportRSAPublicKey().AsSpan().SequenceEqual(certified.Key.Span),
        ECDsa ecdsa => ecdsa.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(certified.Raw.Span),
        _ => false,
    };

    private static (CoseAlgorithm, int SignatureBytes) Describe(AsymmetricAlgorithm key) => (key, key.KeySize) switch
    {
        (RSA, var bits) => (CoseAlgorithm.Ps256, (bits + 7) / 8),
        (_, 256) => (CoseAlgorithm.Es256, 64),
        (_, 384) => (CoseAlgorithm.Es384, 96),
        (_, 521) => (CoseAlgorithm.Es512, 132),
        (_, var bits) => throw new ArgumentException($"A key on a curve of {bits} bits; P-256, P-384 and P-521 are possible.", nameof(key)),
    };
}
