using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Signs with a private key from PEM: ES256, ES384 or ES512 by the curve of an EC key, PS256, PS384 or PS512 with an RSA key, Ed25519
/// where OpenSSL's libcrypto is there.
/// </summary>
public sealed class PemSigner : IC2paSigner, IDisposable
{
    private readonly PemKey _key;

    private PemSigner(PemKey key, IReadOnlyList<ReadOnlyMemory<byte>> chain) => (_key, CertificateChain) = (key, chain);

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm => _key.Algorithm;

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> CertificateChain { get; }

    /// <inheritdoc/>
    public int SignatureBytes => _key.SignatureBytes;

    /// <param name="chainPem">The signer's certificate, then its intermediates in order. Self-signed certificates after the first are left out.</param>
    /// <param name="keyPem">A private key: PKCS#8, or the older EC and RSA forms if it is not encrypted. The caller may clear it afterwards.</param>
    /// <param name="algorithm">For an RSA key: PS256, PS384 or PS512. Default: PS256, and of other keys the one that goes with them.</param>
    /// <param name="password">Of a PKCS#8 key that is encrypted (RFC 5958 §3), of EC or RSA; empty for one that is not. The caller may clear it afterwards.</param>
    /// <exception cref="ArgumentException">
    /// There is no such key or certificate, the password is wrong, the key is not that of the first certificate, or does not go with the
    /// algorithm.
    /// </exception>
    /// <exception cref="C2paFormatException">A certificate is malformed.</exception>
    /// <exception cref="PlatformNotSupportedException">An Ed25519 key, and libcrypto is not there.</exception>
    public static PemSigner FromPem(
        ReadOnlySpan<char> chainPem, ReadOnlySpan<char> keyPem, CoseAlgorithm? algorithm = null, ReadOnlySpan<char> password = default)
    {
        var (leaf, chain) = SignerChain.Read(chainPem);
        var key = PemKey.Import(keyPem, password, leaf.Key, CoseAlgorithmExtensions.Choose(leaf.Key, algorithm));
        if (key.PublicKey.Span.SequenceEqual(leaf.Key.Key.Span))
            return new PemSigner(key, chain);
        key.Dispose();
        throw new ArgumentException("The private key is not that of the first certificate of the chain.", nameof(keyPem));
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_key.Sign(data));
    }

    /// <summary>Releases the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>The algorithm alone: the key is never shown.</summary>
    public override string ToString() => $"PEM key, {Algorithm}";
}
