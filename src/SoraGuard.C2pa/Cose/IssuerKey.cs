using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Text.RegularExpressions;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// The public key of a decentralized identifier (W3C DID Core 1.0 §3.1) that holds it itself: <c>did:jwk:</c> and the Base64url of a JWK,
/// or <c>did:key:z</c> and the Base58 of a multicodec key, of Ed25519. No other is resolved: that would tell a stranger which file is
/// looked at.
/// </summary>
internal static partial class IssuerKey
{
    /// <summary>Characters of an identifier; one with an RSA key of 4096 bits has 1000.</summary>
    public const int MaxIdentifierLength = 4096;

    private const int MaxBase58Length = 64;
    private const string Base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static readonly SearchValues<char> Base58 = SearchValues.Create(Base58Digits);

    /// <summary>0xed, Ed25519 public key, as a variable-length integer (multicodec table).</summary>
    private static ReadOnlySpan<byte> Ed25519Codec => [0xED, 0x01];

    /// <summary>The method of an identifier, and what is particular to it, fragment aside; null for what is none.</summary>
    public static (string Method, string Id)? Split(string identifier) =>
        identifier.Length <= MaxIdentifierLength && Syntax().Match(identifier) is { Success: true } match
            ? (match.Groups["method"].Value, match.Groups["id"].Value)
            : null;

    /// <summary>Whether <see cref="Of"/> reads identifiers of this method.</summary>
    public static bool IsSelfContained(string method) => method is "jwk" or "key";

    /// <exception cref="C2paFormatException">The identifier does not hold a usable key.</exception>
    public static PublicKeyInfo Of(string method, string id, ItemBudget budget) => method switch
    {
        "jwk" => JsonWebKey.Parse(CborJson.Decode(FromBase64Url(id), budget)),
        "key" => OfMultibase(id),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "An identifier of this method does not hold its key."),
    };

    private static byte[] FromBase64Url(string text)
    {
        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException e)
        {
            throw new C2paFormatException($"did:jwk is no Base64url: {e.Message}", inner: e);
        }
    }

    private static PublicKeyInfo OfMultibase(string id)
    {
        if (id is not ['z', .. { Length: <= MaxBase58Length } digits] || digits.AsSpan().ContainsAnyExcept(Base58))
            throw new C2paFormatException("did:key is no Base58 of a key of Ed25519");
        var number = digits.Aggregate(BigInteger.Zero, (value, digit) => value * Base58Digits.Length + Base58Digits.IndexOf(digit, StringComparison.Ordinal));
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true); // the codec is no zero, so none is lost in front
        return bytes.AsSpan().StartsWith(Ed25519Codec) && bytes.Length == Ed25519Codec.Length + Ed25519.KeyBytes
            ? PublicKeyInfo.OfEd25519(bytes.AsSpan(Ed25519Codec.Length))
            : throw new C2paFormatException("did:key holds no key of Ed25519, the only ones that are read");
    }

    [GeneratedRegex("^did:(?<method>[a-z0-9]+):(?<id>[A-Za-z0-9._:%-]+)(#[^#]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
