using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// An unencrypted private key in PEM (RFC 5958): <code>SEQUENCE { version, algorithm, OCTET STRING key, … }</code> for the kinds of
/// key that .NET does not import.
/// </summary>
internal static class Pkcs8
{
    private const string PemLabel = "PRIVATE KEY";

    /// <returns>The kind of key and its own encoding, to be cleared by the caller; null where the text is no such key.</returns>
    public static (string Oid, byte[] Key)? TryRead(ReadOnlySpan<char> pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] is not PemLabel)
            return null;
        var der = new byte[fields.DecodedDataLength];
        try
        {
            if (!Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out _))
                return null;
            var info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            info.ReadInteger();
            return (AlgorithmIdentifier.Read(info).Oid, info.ReadOctetString());
        }
        catch (AsnContentException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }
}
