using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;

namespace SoraGuard.C2pa.Tests.Support;

/// <summary>
/// An identity assertion with the credential of an aggregator whose key is one of Ed25519 (CAWG Identity Assertion 1.2 §8.1). What is not
/// changed is right, but that it refers to no hard binding.
/// </summary>
internal sealed record TestCredential
{
    private static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly CborValue Payload = CborValue.Map(
        ("referenced_assertions", CborValue.Array(Forgery.Reference(AssertionLabels.ActionsV2, Forgery.AssertionBox(AssertionLabels.ActionsV2, Forgery.Actions(("c2pa.created", null)))))),
        ("sig_type", CborValue.Of(CawgIdentityAssertion.Aggregation)));

    public static string Issuer { get; } = DidJwk($$"""{"kty":"OKP","crv":"Ed25519","x":"{{Base64Url.EncodeToString(Ed25519.PublicKeyOf(Seed))}}"}""");

    public Action<JsonObject> Change { get; init; } = _ => { };

    public long? Algorithm { get; init; } = (long)CoseAlgorithm.Ed25519;

    public CborValue? ContentType { get; init; } = CborValue.Of("application/vc");

    public Func<byte[], byte[]> Sign { get; init; } = signed => Ed25519.Sign(Seed, signed);

    /// <summary>By what it stamps.</summary>
    public Func<byte[], CborValue>? TimeStamp { get; init; }

    public bool IsDetached { get; init; }

    /// <summary>Of a length that needs no padding, without which c2pa-rs takes none.</summary>
    public static string DidJwk(string jwk) => $"did:jwk:{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(jwk.PadRight((jwk.Length + 2) / 3 * 3)))}";

    public CborValue ToAssertion()
    {
        var json = JsonNode.Parse($$$"""
            {"@context":["https://www.w3.org/ns/credentials/v2","https://cawg.io/identity/1.1/ica/context/"],
             "type":["VerifiableCredential","IdentityClaimsAggregationCredential"],"issuer":"{{{Issuer}}}","validFrom":"2026-01-01T00:00:00.123456789+01:00",
             "credentialSubject":{"verifiedIdentities":[{"type":"cawg.social_media","name":"Ada","username":"ada","uri":"https://example.com/ada",
               "verifiedAt":"2025-05-05T05:05:05Z","provider":{"id":"https://example.com","name":"Example"}}],
              "c2paAsset":{{{CborJson.ToJson(Payload)}}}}}
            """)!.AsObject();
        Change(json);
        var credential = Encoding.UTF8.GetBytes(json.ToJsonString());
        var header = CborValue.Map(new (long Label, CborValue? Value)[] { (1, Algorithm is { } n ? CborValue.Of(n) : null), (3, ContentType) }
            .Where(e => e.Value is not null).Select(e => KeyValuePair.Create(CborValue.Of(e.Label), e.Value!))).Encode();
        var signature = Sign(CoseSign1.ToBeSigned(header, credential));
        var unprotected = TimeStamp is null ? CborValue.Map() : CborValue.Map(("sigTst2", TimeStamp(CoseSign1.ToBeStamped(header, CoseSign1.SignatureAsPayload(signature)))));
        var cose = CborValue.Array(CborValue.Of(header), unprotected, IsDetached ? CborValue.Null : CborValue.Of(credential), CborValue.Of(signature)).WithTag(18);
        return CborValue.Map(("signer_payload", Payload), ("signature", CborValue.Of(cose.Encode())), ("pad1", CborValue.Of(new byte[1])));
    }
}
