using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// An Ed25519 key in PKCS#8 (RFC 8410 §7): <code>SEQUENCE { 0, SEQUENCE { id-Ed25519 }, OCTET STRING { OCTET STRING seed } }</code>
/// Cleared when disposed of.
/// </summary>
internal sealed class Ed25519PrivateKey : IDisposable
{
    private readonly byte[] _seed;

    private Ed25519PrivateKey(byte[] seed) => _seed = seed;

    /// <summary>Null where the text is no unencrypted PKCS#8 Ed25519 key.</summary>
    public static Ed25519PrivateKey? TryImport(ReadOnlySpan<char> pem)
    {
        if (Pkcs8.TryRead(pem) is not var (oid, wrapped))
            return null;
        try
        {
            var seed = oid == Oids.Ed25519 ? new AsnReader(wrapped, AsnEncodingRules.DER).ReadOctetString() : [];
            return seed.Length == Ed25519.KeyBytes ? new Ed25519PrivateKey(seed) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapped);
        }
    }

    public byte[] PublicKey() => Ed25519.PublicKeyOf(_seed);

    public byte[] Sign(ReadOnlySpan<byte> data) => Ed25519.Sign(_seed, data);

    public void Dispose() => CryptographicOperations.ZeroMemory(_seed);
}
