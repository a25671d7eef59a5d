using System.Buffers.Text;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Cose;

/// <summary>A public key in JSON (RFC 7517, RFC 7518 §6, RFC 8037 §2): <c>{kty: EC | OKP | RSA, crv, x, y, n, e}</c></summary>
internal static class JsonWebKey
{
    private const int MinRsaBits = 2048;

    /// <exception cref="C2paFormatException">No key of a kind C2PA allows, or a private one, which everybody who reads it could sign with.</exception>
    public static PublicKeyInfo Parse(CborValue jwk)
    {
        if (jwk["d"] is not null)
            throw new C2paFormatException("The JWK holds the private key");
        return (jwk.RequiredText("kty"), jwk.OptionalText("crv")) switch
        {
            ("OKP", "Ed25519") => PublicKeyInfo.OfEd25519(Bytes(jwk, "x", Ed25519.KeyBytes)),
            ("EC", "P-256") => Point(jwk, Oids.P256, 32),
            ("EC", "P-384") => Point(jwk, Oids.P384, 48),
            ("EC", "P-521") => Point(jwk, Oids.P521, 66),
            ("RSA", _) => Rsa(jwk),
            var (type, curve) => throw new C2paFormatException($"The JWK is of the unknown kind {type} {curve}".TrimEnd()),
        };
    }

    private static PublicKeyInfo Point(CborValue jwk, string curve, int coordinateBytes) =>
        PublicKeyInfo.OfPoint(curve, [0x04, .. Bytes(jwk, "x", coordinateBytes), .. Bytes(jwk, "y", coordinateBytes)]);

    private static PublicKeyInfo Rsa(CborValue jwk)
    {
        var key = PublicKeyInfo.OfRsa(Bytes(jwk, "n", null), Bytes(jwk, "e", null));
        return key.RsaBits is >= MinRsaBits and <= CertificateLimits.MaxRsaBits
            ? key
            : throw new C2paFormatException($"The JWK is an RSA key of {key.RsaBits} bits; {MinRsaBits} to {CertificateLimits.MaxRsaBits} are allowed");
    }

    private static byte[] Bytes(CborValue jwk, string key, int? length)
    {
        var text = jwk.RequiredText(key);
        if (!Base64Url.IsValid(text, out var decoded) || decoded == 0 || (length is { } needed && decoded != needed))
            throw new C2paFormatException($"'{key}' of the JWK is no Base64url of {(length is null ? "bytes" : $"{length} bytes")}");
        return Base64Url.DecodeFromChars(text);
    }
}
