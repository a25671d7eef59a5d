using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>
/// An identity claims aggregation credential (CAWG Identity Assertion 1.2 §8.1.2), a W3C verifiable credential in JSON: <c>{@context,
/// type, issuer: DID or {id}, validFrom, ?validUntil, credentialSubject: {verifiedIdentities, c2paAsset}}</c>
/// </summary>
internal sealed record AggregationCredential
{
    private const string CredentialType = "VerifiableCredential", AggregationType = "IdentityClaimsAggregationCredential";
    private static readonly string[] Contexts = ["https://www.w3.org/ns/credentials/v2", "https://cawg.io/identity/1."];

    public required string Issuer { get; init; }

    public required DateTimeOffset? ValidFrom { get; init; }

    public required DateTimeOffset? ValidUntil { get; init; }

    /// <summary>As it stands, to be judged by <see cref="ParseIdentities"/>; null where it is missing.</summary>
    public required CborValue? Identities { get; init; }

    /// <summary>The <c>signer_payload</c> in JSON, its byte strings in Base64.</summary>
    public required CborValue Asset { get; init; }

    /// <summary>Whether its issuer keeps a list by which it may be revoked.</summary>
    public required bool HasStatus { get; init; }

    /// <exception cref="C2paFormatException">Not such a credential.</exception>
    public static AggregationCredential Parse(ReadOnlyMemory<byte> json, ItemBudget budget)
    {
        var value = CborJson.Decode(json, budget);
        RequireTexts(value, "@context", Contexts, (text, prefix) => text.StartsWith(prefix, StringComparison.Ordinal));
        RequireTexts(value, "type", [CredentialType, AggregationType], (text, type) => text == type);
        var subject = value.Required("credentialSubject") is { Kind: CborKind.Array, Items: [var only] } ? only : value["credentialSubject"]!;
        return new AggregationCredential
        {
            Issuer = value.Required("issuer") is { Kind: CborKind.Map } issuer ? issuer.RequiredText("id") : value.RequiredText("issuer"),
            ValidFrom = Time(value, "validFrom"),
            ValidUntil = Time(value, "validUntil"),
            Identities = subject["verifiedIdentities"],
            Asset = subject.Required("c2paAsset"),
            HasStatus = value["credentialStatus"] is not null,
        };
    }

    /// <exception cref="C2paFormatException">Not one or more identities, each complete (§8.1.2.1).</exception>
    public IReadOnlyList<VerifiedIdentity> ParseIdentities() => Identities is { Kind: CborKind.Array, Items.Count: > 0 } list
        ? [.. list.Items.Select(VerifiedIdentity.Parse)]
        : throw new C2paFormatException("'verifiedIdentities' must be an array with at least one entry");

    private static DateTimeOffset? Time(CborValue value, string key) => value.OptionalText(key) is { } text ? CredentialTime.Parse(text, key) : null;

    private static void RequireTexts(CborValue value, string key, string[] required, Func<string, string, bool> fits)
    {
        var texts = value.RequiredArray(key).Where(v => v.Kind == CborKind.Text).Select(v => v.AsText()).ToList();
        foreach (var one in required)
            if (!texts.Exists(text => fits(text, one)))
                throw new C2paFormatException($"'{key}' does not name '{one}'");
    }
}
