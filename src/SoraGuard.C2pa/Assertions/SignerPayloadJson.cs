using System.Buffers.Text;
using System.Text;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>
/// Whether the <c>c2paAsset</c> of a credential is the <c>signer_payload</c> of its assertion (CAWG Identity Assertion 1.2 §8.1.2.2): the
/// same fields, byte strings as Base64 text.
/// </summary>
internal static class SignerPayloadJson
{
    /// <param name="payload">Of the assertion.</param>
    /// <param name="json">Of the credential.</param>
    public static bool Matches(CborValue payload, CborValue json) => payload.Kind switch
    {
        CborKind.Map => json.Kind == CborKind.Map && MapMatches(payload, json),
        CborKind.Array => json.Kind == CborKind.Array && payload.Items.Count == json.Items.Count && payload.Items.Zip(json.Items).All(p => Matches(p.First, p.Second)),
        CborKind.Bytes => BytesOf(json) is { } bytes && payload.AsBytes().Span.SequenceEqual(bytes),
        _ => payload.Kind == json.Kind && payload.ToString() == json.ToString(),
    };

    /// <summary>Generators fill in the hash algorithm of a reference after it was signed or leave it to the claim, so it may stand on one side alone.</summary>
    private static bool MapMatches(CborValue payload, CborValue json)
    {
        var keys = payload.Entries.Concat(json.Entries).Select(e => e.Key).ToList();
        return keys.TrueForAll(k => k.Kind == CborKind.Text) && keys.Select(k => k.AsText()).Distinct().All(key => (payload[key], json[key]) switch
        {
            (null, null) => true,
            ({ } mine, { } theirs) => Matches(mine, theirs),
            _ => key == "alg",
        });
    }

    /// <summary>Base64 text; c2pa-rs also writes that text as an array of its characters' numbers.</summary>
    private static byte[]? BytesOf(CborValue json)
    {
        if (json.Kind == CborKind.Array && json.Items.All(i => i.Kind == CborKind.Integer && i.AsInteger() is > 0 and < 128))
            return Decode([.. json.Items.Select(i => (byte)i.AsInteger())]);
        return json.Kind == CborKind.Text ? Decode(Encoding.UTF8.GetBytes(json.AsText())) : null;
    }

    private static byte[]? Decode(byte[] base64)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        return Base64.DecodeFromUtf8(base64, bytes, out var read, out var written) == System.Buffers.OperationStatus.Done && read == base64.Length ? bytes[..written] : null;
    }
}
