using System.Security.Cryptography;
using System.Text;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Native;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Signs with a key that never leaves its hardware module, or a software stand-in, through the module's PKCS#11 library: ES256, ES384
/// or ES512 by the curve of an EC key (CKM_ECDSA), PS256, PS384 or PS512 with an RSA key (CKM_RSA_PKCS_PSS). One signature at a time. Not on Windows.
/// </summary>
public sealed class Pkcs11Signer : IC2paSigner, IDisposable
{
    private const nuint Ecdsa = 0x1041, RsaPss = 0x0D;

    private readonly Lock _lock = new();
    private readonly Pkcs11Module _module;
    private readonly nuint _session;
    private readonly nuint _key;
    private bool _isDisposed;

    private Pkcs11Signer(Pkcs11Module module, nuint session, nuint key, CoseAlgorithm algorithm, int signatureBytes, IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        (_module, _session, _key, CertificateChain) = (module, session, key, chain);
        (Algorithm, SignatureBytes) = (algorithm, signatureBytes);
    }

    /// <inheritdoc/>
    public CoseAlgorithm Algorithm { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> CertificateChain { get; }

    /// <inheritdoc/>
    public int SignatureBytes { get; }

    /// <summary>Opens the key, and signs once to see that it is that of the certificate.</summary>
    /// <param name="modulePath">Of the module's library, such as /usr/lib/softhsm/libsofthsm2.so.</param>
    /// <param name="tokenLabel">Exactly one token must have it.</param>
    /// <param name="keyLabel">Exactly one private key of the token must have it.</param>
    /// <param name="pin">Of the token's user. The caller may clear it afterwards.</param>
    /// <param name="chainPem">The signer's certificate, then its intermediates in order. Self-signed certificates after the first are left out.</param>
    /// <param name="algorithm">For an RSA key: PS256, PS384 or PS512. Default: PS256, and of EC keys the one that goes with the curve.</param>
    /// <exception cref="Pkcs11Exception">The module, the token or the key is not there, or refuses.</exception>
    /// <exception cref="ArgumentException">There is no certificate, its key is of another kind, or not that of the token's key.</exception>
    /// <exception cref="C2paFormatException">A certificate is malformed.</exception>
    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public static Pkcs11Signer Open(string modulePath, string tokenLabel, string keyLabel, ReadOnlySpan<char> pin, ReadOnlySpan<char> chainPem, CoseAlgorithm? algorithm = null)
    {
        var (leaf, chain) = SignerChain.Read(chainPem);
        var chosen = CoseAlgorithmExtensions.Choose(leaf.Key, algorithm);
        var signatureBytes = SignatureSize(chosen, leaf.Key) ?? throw new ArgumentException("Ed25519 keys are not signed with through PKCS#11 here.", nameof(chainPem));
        var module = new Pkcs11Module(modulePath);
        var pinBytes = new byte[Encoding.UTF8.GetByteCount(pin)];
        nuint session;
        try
        {
            Encoding.UTF8.GetBytes(pin, pinBytes);
            session = module.Open(tokenLabel, pinBytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pinBytes);
        }
        try
        {
            var signer = new Pkcs11Signer(module, session, module.FindPrivateKey(session, keyLabel), chosen, signatureBytes, chain);
            signer.RequireKeyOf(leaf.Key);
            return signer;
        }
        catch
        {
            module.Close(session);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="Pkcs11Exception">The token does not sign.</exception>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Sign(data.Span));
    }

    /// <summary>Closes the session with the token.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_isDisposed)
                _module.Close(_session);
            _isDisposed = true;
        }
    }

    /// <summary>The algorithm alone: nothing of token, key or PIN.</summary>
    public override string ToString() => $"PKCS#11 key, {Algorithm}";

    private byte[] Sign(ReadOnlySpan<byte> data)
    {
        var hash = CryptographicOperations.HashData(Algorithm.Hash(), data);
        var signature = new byte[SignatureBytes];
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (Algorithm.IsEcdsa())
                _module.Sign(_session, _key, Ecdsa, [], hash, signature);
            else
                _module.Sign(_session, _key, RsaPss, PssParameters(Algorithm, hash.Length), hash, signature);
        }
        return signature;
    }

    private void RequireKeyOf(PublicKeyInfo certified)
    {
        var probe = "SoraGuard.C2pa: is this the certificate's key?"u8.ToArray();
        var cose = new CoseSign1
        {
            ProtectedBytes = ReadOnlyMemory<byte>.Empty,
            Protected = Cbor.CborValue.Map(),
            Unprotected = Cbor.CborValue.Map(),
            Signature = Sign(CoseSign1.ToBeSigned(ReadOnlyMemory<byte>.Empty, probe)),
        };
        if (!CoseVerifier.Verify(cose, Algorithm, certified, probe))
            throw new ArgumentException("The token's key is not that of the first certificate of the chain.", nameof(certified));
    }

    /// <summary>CK_RSA_PKCS_PSS_PARAMS: the hash (CKM_SHA…), the mask with the same hash (CKG_MGF1_SHA…), and the salt, as long as the hash.</summary>
    private static nuint[] PssParameters(CoseAlgorithm algorithm, int hashBytes) => algorithm switch
    {
        CoseAlgorithm.Ps384 => [0x260, 3, (nuint)hashBytes],
        CoseAlgorithm.Ps512 => [0x270, 4, (nuint)hashBytes],
        _ => [0x250, 2, (nuint)hashBytes],
    };

    private static int? SignatureSize(CoseAlgorithm algorithm, PublicKeyInfo key) => algorithm switch
    {
        CoseAlgorithm.Es256 => 64,
        CoseAlgorithm.Es384 => 96,
        CoseAlgorithm.Es512 => 132,
        CoseAlgorithm.Ed25519 => null,
        _ => (key.RsaBits + 7) / 8,
    };
}
