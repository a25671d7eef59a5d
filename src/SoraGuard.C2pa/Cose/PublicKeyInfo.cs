using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>A public key as certificates carry it: <c>SEQUENCE { algorithm, BIT STRING key }</c> (RFC 5280 §4.1.2.7).</summary>
internal sealed record PublicKeyInfo(ReadOnlyMemory<byte> Raw, AlgorithmIdentifier Algorithm, ReadOnlyMemory<byte> Key)
{
    /// <summary>Whether this is an EC key on one of the curves C2PA allows. Others are never handed to the platform, which may not know them.</summary>
    public bool IsEllipticCurve => Curve is Oids.P256 or Oids.P384 or Oids.P521;

    public bool IsRsa => Algorithm.Oid is Oids.RsaEncryption or Oids.RsaPss;

    public bool IsEd25519 => Algorithm is { Oid: Oids.Ed25519, Parameters: null };

    /// <summary>Object identifier of the named curve; null for another kind of key, or a curve given by its numbers.</summary>
    public string? Curve { get; private init; }

    /// <summary>Bits of an RSA modulus; 0 for another kind of key.</summary>
    public int RsaBits { get; private init; }

    public static PublicKeyInfo Read(AsnReader reader)
    {
        var raw = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        var algorithm = AlgorithmIdentifier.Read(sequence);
        var key = Certificate.ReadBits(sequence);
        sequence.ThrowIfNotEmpty();
        var info = new PublicKeyInfo(raw, algorithm, key);
        if (info.IsRsa)
            return info with { RsaBits = ReadRsaBits(key) };
        if (algorithm.Oid != Oids.EcPublicKey || algorithm.Parameters is not { } parameters)
            return info;
        var curve = new AsnReader(parameters, AsnEncodingRules.DER);
        return curve.PeekTag() == Asn1Tag.ObjectIdentifier ? info with { Curve = curve.ReadObjectIdentifier() } : info;
    }

    /// <param name="key">32 bytes (RFC 8410 §4).</param>
    public static PublicKeyInfo OfEd25519(ReadOnlySpan<byte> key) => Write(Oids.Ed25519, parameters: null, key);

    /// <param name="curve">Object identifier of the curve.</param>
    /// <param name="point">Uncompressed (RFC 5480 §2.2); whether it is on the curve is found out when it is used.</param>
    public static PublicKeyInfo OfPoint(string curve, ReadOnlySpan<byte> point) => Write(Oids.EcPublicKey, w => w.WriteObjectIdentifier(curve), point);

    /// <param name="modulus">Big-endian, and so is <paramref name="exponent"/>.</param>
    public static PublicKeyInfo OfRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteInteger(new BigInteger(modulus, isUnsigned: true, isBigEndian: true));
            key.WriteInteger(new BigInteger(exponent, isUnsigned: true, isBigEndian: true));
        }
        return Write(Oids.RsaEncryption, w => w.WriteNull(), key.Encode());
    }

    private static PublicKeyInfo Write(string algorithm, Action<AsnWriter>? parameters, ReadOnlySpan<byte> key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                parameters?.Invoke(writer);
            }
            writer.WriteBitString(key);
        }
        return Read(new AsnReader(writer.Encode(), AsnEncodingRules.DER));
    }

    /// <exception cref="CryptographicException">The key is not one.</exception>
    public ECDsa OpenEcdsa()
    {
        var key = ECDsa.Create();
        return Import(key, () => key.ImportSubjectPublicKeyInfo(Raw.Span, out _));
    }

    /// <exception cref="CryptographicException">The key is not one.</exception>
    public RSA OpenRsa()
    {
        // From the key alone: .NET takes no key marked for RSASSA-PSS as a whole.
        var key = RSA.Create();
        return Import(key, () => key.ImportRSAPublicKey(Key.Span, out _));
    }

    private static T Import<T>(T key, Action import)
        where T : AsymmetricAlgorithm
    {
        try
        {
            import();
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static int ReadRsaBits(ReadOnlyMemory<byte> key)
    {
        var modulus = new AsnReader(key, AsnEncodingRules.DER).ReadSequence().ReadIntegerBytes().Span.TrimStart((byte)0);
        return modulus.IsEmpty ? 0 : (modulus.Length - 1) * 8 + (8 - int.LeadingZeroCount(modulus[0] << 24));
    }
}
