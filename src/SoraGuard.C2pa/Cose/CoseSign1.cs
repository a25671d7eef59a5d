using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Cose;

/// <summary>
/// A signature (RFC 9052 §4.2, C2PA 2.2 §13.2): <c>18([ protected: bstr, unprotected: map, payload: bstr / nil, signature: bstr ])</c>.
/// That of a claim has a detached payload: the claim, byte for byte. That of a credential carries it.
/// </summary>
internal sealed record CoseSign1
{
    private const ulong Tag = 18;
    private const int Parts = 4;

    /// <summary>The protected header as encoded, which is how the signature covers it.</summary>
    public required ReadOnlyMemory<byte> ProtectedBytes { get; init; }

    public required CborValue Protected { get; init; }

    public required CborValue Unprotected { get; init; }

    /// <summary>Null where it is detached.</summary>
    public ReadOnlyMemory<byte>? Payload { get; private init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>The COSE number of the algorithm; null where there is none or it is no number.</summary>
    public long? AlgorithmNumber => Protected[CoseHeaders.Algorithm] is { Kind: CborKind.Integer } number ? number.AsInteger() : null;

    /// <summary>A header that may stand in either bucket, the protected one first (C2PA 2.2 §15.7); null for none.</summary>
    public CborValue? Header(string label) => Protected[label] ?? Unprotected[label];

    /// <exception cref="C2paFormatException">Not a tagged COSE_Sign1 with a detached payload.</exception>
    public static CoseSign1 Parse(ReadOnlyMemory<byte> encoded) =>
        ParseAny(encoded) is { Payload: null } signature ? signature : throw new C2paFormatException("Not a COSE_Sign1 with a detached payload");

    /// <summary>As <see cref="Parse"/>, with the payload inside or detached.</summary>
    /// <exception cref="C2paFormatException">Not a tagged COSE_Sign1.</exception>
    public static CoseSign1 ParseAny(ReadOnlyMemory<byte> encoded)
    {
        var array = CborDecoder.Decode(encoded);
        if (array.Tag != Tag || array.Items.Count != Parts || array.Items[1].Kind != CborKind.Map)
            throw new C2paFormatException("Not a tagged COSE_Sign1");
        var protectedBytes = array.Items[0].AsBytes();
        var protectedHeader = CborDecoder.Decode(protectedBytes);
        if (protectedHeader.Kind != CborKind.Map)
            throw new C2paFormatException("The protected header of the signature is no map");
        return new CoseSign1
        {
            ProtectedBytes = protectedBytes,
            Protected = protectedHeader,
            Unprotected = array.Items[1],
            Payload = array.Items[2].IsNull ? default(ReadOnlyMemory<byte>?) : array.Items[2].AsBytes(),
            Signature = array.Items[3].AsBytes(),
        };
    }

    /// <summary>The protected header of a new signature, its chain leaf first and without the root.</summary>
    public static byte[] EncodeProtected(CoseAlgorithm algorithm, IReadOnlyList<ReadOnlyMemory<byte>> chain) => CborValue.Map(
    [
        KeyValuePair.Create(CborValue.Of(CoseHeaders.Algorithm), CborValue.Of((long)algorithm)),
        KeyValuePair.Create(CborValue.Of(CoseHeaders.X5Chain), chain.Count == 1 ? CborValue.Of(chain[0]) : CborValue.Array(chain.Select(CborValue.Of))),
    ]).Encode();

    public static byte[] Encode(ReadOnlyMemory<byte> protectedBytes, CborValue unprotectedHeader, ReadOnlyMemory<byte> signature) =>
        CborValue.Array(CborValue.Of(protectedBytes), unprotectedHeader, CborValue.Null, CborValue.Of(signature)).WithTag(Tag).Encode();

    /// <summary>What is signed: <c>Sig_structure = ["Signature1", protected, external_aad = h'', payload]</c> (RFC 9052 §4.4).</summary>
    public static byte[] ToBeSigned(ReadOnlyMemory<byte> protectedBytes, ReadOnlyMemory<byte> payload) => Structure("Signature1", protectedBytes, payload);

    /// <summary>
    /// What a time-stamp is of (C2PA 2.2 §10.3.2.5.2): the structure of a counter-signature, its payload the claim for
    /// <c>sigTst</c>, the signature as an encoded byte string for <c>sigTst2</c>.
    /// </summary>
    public static byte[] ToBeStamped(ReadOnlyMemory<byte> protectedBytes, ReadOnlyMemory<byte> payload) => Structure("CounterSignature", protectedBytes, payload);

    public byte[] ToBeStamped(ReadOnlyMemory<byte> payload) => ToBeStamped(ProtectedBytes, payload);

    public static byte[] SignatureAsPayload(ReadOnlyMemory<byte> signature) => CborValue.Of(signature).Encode();

    private static byte[] Structure(string context, ReadOnlyMemory<byte> protectedBytes, ReadOnlyMemory<byte> payload) =>
        CborValue.Array(CborValue.Of(context), CborValue.Of(protectedBytes), CborValue.Of(ReadOnlyMemory<byte>.Empty), CborValue.Of(payload)).Encode();
}
