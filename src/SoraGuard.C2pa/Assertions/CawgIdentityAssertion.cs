using System.Formats.Cbor;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>
/// CAWG Identity Assertion 1.2 §5.2: <c>{signer_payload: {referenced_assertions: [hashed URI], sig_type, ?role, …}, signature: bstr,
/// pad1: bstr, ?pad2: bstr}</c>
/// </summary>
internal sealed record CawgIdentityAssertion
{
    public const string Label = "cawg.identity", X509 = "cawg.x509.cose", Aggregation = "cawg.identity_claims_aggregation";

    private const string PayloadKey = "signer_payload";

    private static readonly string[] PaddingKeys = ["pad1", "pad2"];

    /// <summary>Exactly as written, which is how the signature covers it.</summary>
    public required ReadOnlyMemory<byte> PayloadBytes { get; init; }

    /// <summary>The same, decoded.</summary>
    public required CborValue Payload { get; init; }

    public required IReadOnlyList<HashedUri> References { get; init; }

    public required string SignatureType { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    public required bool IsPaddingZero { get; init; }

    /// <param name="encoded">One well-formed CBOR item.</param>
    /// <param name="value">That item, decoded.</param>
    /// <exception cref="C2paFormatException">A field is missing or has a wrong type.</exception>
    public static CawgIdentityAssertion Parse(ReadOnlyMemory<byte> encoded, CborValue value)
    {
        var payload = value.Required(PayloadKey);
        return new CawgIdentityAssertion
        {
            PayloadBytes = FindPayload(encoded),
            Payload = payload,
            References = [.. payload.RequiredArray("referenced_assertions").Select(HashedUri.Parse)],
            SignatureType = payload.RequiredText("sig_type"),
            Signature = value.OptionalBytes("signature") ?? throw new C2paFormatException("'signature' is missing"),
            IsPaddingZero = PaddingKeys.All(key => value.OptionalBytes(key) is not { } pad || !pad.Span.ContainsAnyExcept((byte)0)),
        };
    }

    private static ReadOnlyMemory<byte> FindPayload(ReadOnlyMemory<byte> encoded)
    {
        var reader = new CborReader(encoded, CborConformanceMode.Lax);
        reader.ReadStartMap();
        while (reader.PeekState() != CborReaderState.EndMap)
        {
            var isPayload = reader.PeekState() == CborReaderState.TextString && reader.ReadTextString() == PayloadKey;
            if (isPayload)
                return reader.ReadEncodedValue().ToArray();
            reader.SkipValue();
        }
        throw new C2paFormatException($"'{PayloadKey}' is missing");
    }
}
