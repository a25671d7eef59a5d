using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Signing;

/// <summary>Whoever holds the key: a PEM file, a hardware module, a key service. Implementations never show the key, in messages or otherwise.</summary>
public interface IC2paSigner
{
    /// <summary>By which it signs; one that C2PA allows (C2PA 2.2 §13.2.1).</summary>
    CoseAlgorithm Algorithm { get; }

    /// <summary>DER certificates, the signer's own first, then all intermediates in order, without the root (C2PA 2.2 §14.5).</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> CertificateChain { get; }

    /// <summary>Bytes of every signature: 64 for ES256 with a P-256 key, the size of the modulus for PS256.</summary>
    int SignatureBytes { get; }

    /// <summary>Signs with <see cref="Algorithm"/>, hashing included. ECDSA signatures are r and s side by side (RFC 9053 §2.1).</summary>
    /// <param name="data">What to sign, not its hash.</param>
    /// <param name="cancellationToken">For signers that wait for others.</param>
    /// <returns><see cref="SignatureBytes"/> bytes.</returns>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
