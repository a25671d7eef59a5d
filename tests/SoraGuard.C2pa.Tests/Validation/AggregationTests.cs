using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Validation;

/// <summary>CAWG Identity Assertion 1.2 §8.1.</summary>
public class AggregationTests
{
    /// <summary>By c2pa-rs.</summary>
    private const string FixtureIssuer =
        "did:jwk:eyJhbGciOiJFZERTQSIsImt0eSI6Ik9LUCIsImNydiI6IkVkMjU1MTkiLCJ4IjoiTXA1LTBlODNuTmdRaGRoQlc4UnNoa2p5OTBzYTFBOUpJemtJdGNEcUN1SSJ9";

    private static readonly JsonObject Nothing = [];

    /// <summary>A fixture by c2pa-rs, its issuer on the list and not.</summary>
    [SharedDataFact("c2pa")]
    public void IdentityOfAnAggregator_IsNamed_AndTrustedByItsIssuerAlone()
    {
        var known = Validate("success.jpg", o => o with { IdentityIssuers = new HashSet<string> { FixtureIssuer } });
        var unknown = Validate("success.jpg", o => o);

        var (trusted, named) = (Assert.Single(known.Identities), Assert.Single(unknown.Identities));
        Assert.Equal((true, "First-Name Last-Name", FixtureIssuer), (trusted.IsTrusted, trusted.Name, trusted.Issuer));
        Assert.Equal((false, "First-Name Last-Name", FixtureIssuer), (named.IsTrusted, named.Name, named.Issuer));
        Assert.Equal(
            ["cawg.document_verification", "cawg.affiliation", "cawg.social_media", "cawg.crypto_wallet"], named.VerifiedIdentities.Select(i => i.Type));
        Assert.Equal(("Silly Cats 929", "username", "https://example-social-network.com/username", "Example Social Network"),
            named.VerifiedIdentities.Where(i => i.Type == "cawg.social_media").Select(i => (i.Name, i.UserName, i.Uri, i.Provider)).Single());
        Assert.Empty(known.Failures.Concat(unknown.Failures).Select(f => $"{f.Code}: {f.Explanation}"));
        Assert.Equal((ValidationState.Trusted, ValidationState.Trusted), (known.State, unknown.State));
        Assert.Contains(StatusCodes.CawgCredentialValid, known.Codes.Select(c => c.Code));
        Assert.Contains("First-Name Last-Name", unknown.Codes.Single(c => c.Code == StatusCodes.CawgUntrustedIssuer).Explanation, StringComparison.Ordinal);
    }

    [SharedDataTheory("c2pa")]
    [InlineData("invalid_time_stamp.jpg")]
    [InlineData("signature_mismatch.jpg")]
    public void IdentityThatFails_IsNotTrusted_WhoeverItsIssuerIs(string file)
    {
        var result = Validate(file, o => o with { IdentityIssuers = new HashSet<string> { FixtureIssuer } });

        Assert.Equal(ValidationState.Invalid, result.State);
        Assert.False(Assert.Single(result.Identities).IsTrusted);
        Assert.DoesNotContain(StatusCodes.CawgCredentialValid, result.Codes.Select(c => c.Code));
    }

    /// <summary>Trusted or not, it says nothing of the signer: with no anchor for that, the manifest is Valid and no more.</summary>
    [SharedDataFact("c2pa")]
    public void TrustedIdentity_DoesNotRaiseTheTrustInTheManifest()
    {
        var result = Validate("success.jpg", o => o with { Trust = TrustAnchors.None, IdentityIssuers = new HashSet<string> { FixtureIssuer } });

        Assert.Equal((ValidationState.Valid, true), (result.State, result.Identities.Single().IsTrusted));
    }

    [SharedDataFact("c2pa")]
    public void IdentityOfAnAggregator_WithoutLibcrypto_IsNotVerified()
    {
        var result = Validate("success.jpg", o => o with { Ed25519Available = false, IdentityIssuers = new HashSet<string> { FixtureIssuer } });

        Assert.Equal(ValidationState.WellFormed, result.State);
        Assert.Null(result.Identities.Single().Name);
    }

    /// <summary>Name, the one code expected of cawg.ica (null: none), and the assertion; c2pa-rs is asked too, where it reads them.</summary>
    internal static IReadOnlyDictionary<string, (string? Code, TestCredential Credential, bool PeerAgrees)> Cases { get; } =
        new Dictionary<string, (string? Code, TestCredential Credential, bool PeerAgrees)>
        {
            ["right"] = (null, new(), true),
            ["no-payload"] = (StatusCodes.CawgInvalidCredential, new() { IsDetached = true }, true),
            ["no-algorithm"] = (StatusCodes.CawgInvalidAlgorithm, new() { Algorithm = null }, true),
            ["unknown-algorithm"] = (StatusCodes.CawgInvalidAlgorithm, new() { Algorithm = -257 }, true),
            ["no-content-type"] = (StatusCodes.CawgInvalidContentType, new() { ContentType = null }, true),
            ["other-content-type"] = (StatusCodes.CawgInvalidContentType, new() { ContentType = CborValue.Of("text/plain") }, true),
            ["numbered-content-type"] = (StatusCodes.CawgInvalidContentType, new() { ContentType = CborValue.Of(50) }, true),
            ["other-signature"] = (StatusCodes.CawgIssuerSignatureMismatch, new() { Sign = _ => new byte[64] }, true),
            ["no-issuer"] = (StatusCodes.CawgInvalidCredential, With(c => c.Remove("issuer")), true),
            ["no-subject"] = (StatusCodes.CawgInvalidCredential, With(c => c.Remove("credentialSubject")), true),
            ["no-asset"] = (StatusCodes.CawgInvalidCredential, With(c => Subject(c).Remove("c2paAsset")), true),
            ["no-such-time"] = (StatusCodes.CawgInvalidCredential, With(c => c["validFrom"] = "2026-13-01T00:00:00Z"), true),
            ["time-without-zone"] = (StatusCodes.CawgInvalidCredential, With(c => c["validFrom"] = "2026-01-01T00:00:00"), true),
            ["bad-jwk"] = (StatusCodes.CawgInvalidDidDocument, With(c => c["issuer"] = "did:jwk:e30"), true),
            ["no-base64"] = (StatusCodes.CawgInvalidDidDocument, With(c => c["issuer"] = "did:jwk:a.b"), true),
            ["other-asset"] = (StatusCodes.CawgPayloadMismatch, With(c => Subject(c)["c2paAsset"]!["sig_type"] = "other"), true),
            ["other-hash"] = (StatusCodes.CawgPayloadMismatch, With(c => Subject(c)["c2paAsset"]!["referenced_assertions"]![0]!["hash"] = "AAAA"), true),
            ["no-valid-from"] = (StatusCodes.CawgValidFromMissing, With(c => c.Remove("validFrom")), true),
            ["object-issuer"] = (null, With(c => c["issuer"] = new JsonObject { ["id"] = TestCredential.Issuer }), false),
            ["fragment"] = (null, With(c => c["issuer"] = TestCredential.Issuer + "#0"), false),
            ["no-did"] = (StatusCodes.CawgInvalidIssuer, With(c => c["issuer"] = "https://example.com"), false),
            ["no-context"] = (StatusCodes.CawgInvalidCredential, With(c => c["@context"]!.AsArray().RemoveAt(1)), false),
            ["no-type"] = (StatusCodes.CawgInvalidCredential, With(c => c["type"]!.AsArray().RemoveAt(1)), false),
            ["no-identities"] = (StatusCodes.CawgVerifiedIdentitiesMissing, With(c => Subject(c).Remove("verifiedIdentities")), false),
            ["empty-identities"] = (StatusCodes.CawgVerifiedIdentitiesInvalid, With(c => Subject(c)["verifiedIdentities"] = new JsonArray()), false),
            ["identity-without-type"] = (StatusCodes.CawgVerifiedIdentitiesInvalid, With(c => Subject(c)["verifiedIdentities"]![0]!["type"] = ""), false),
            ["valid-later"] = (StatusCodes.CawgValidFromInvalid, With(c => c["validFrom"] = "2026-12-01T00:00:00Z"), false),
            ["valid-before"] = (StatusCodes.CawgValidUntilInvalid, With(c => c["validUntil"] = "2026-11-01T00:00:00Z"), false),
            ["private-key"] = (StatusCodes.CawgInvalidDidDocument,
                With(c => c["issuer"] = TestCredential.DidJwk("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AA"}""")), false),
            ["bad-time-stamp"] = (StatusCodes.CawgTimeStampInvalid, new() { TimeStamp = _ => CborValue.Map() }, false),
        };

    public static TheoryData<string> Names() => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Credential_GivesItsCode(string name)
    {
        var (code, credential, _) = Cases[name];

        var result = Forge(credential).Validate();

        Assert.Equal(code is null ? [] : [code], result.Failures.Select(f => f.Code).Where(c => c.StartsWith("cawg.ica.", StringComparison.Ordinal)));
        Assert.Equal(code is null ? "Ada" : null, result.Identities.Where(_ => code is null).Select(i => i.Name).SingleOrDefault());
        Assert.All(result.Identities, i => Assert.False(i.IsTrusted));
        Assert.Equal(code is null, result.State != ValidationState.Invalid);
    }

    /// <summary>c2pa-rs gives the same codes where it reads such credentials; it calls validity by its own clock.</summary>
    [PeerFact]
    [Trait("Category", "Integration")]
    public void Credential_GivesTheCodeThePeerGives()
    {
        using var folder = new TemporaryFolder();
        var cases = Cases.Where(c => c.Value.PeerAgrees).ToDictionary(c => folder.PathOf(c.Key + ".mp4"), c => c.Value);
        foreach (var (file, (_, credential, _)) in cases)
            File.WriteAllBytes(file, Forge(credential).ToFile());

        var verdicts = Peer.Read(Development.Authority.RootCertificatePem, [.. cases.Keys]);

        Assert.All(cases.Values.Zip(verdicts), pair =>
            Assert.Equal(pair.First.Code ?? "", string.Join(' ', pair.Second.Failures.Where(f => f.StartsWith("cawg.ica.", StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("did:web:example.com", StatusCodes.CawgDidUnavailable)]
    [InlineData("did:example:123", StatusCodes.CawgDidUnsupported)]
    public void IssuerWhoseKeyIsElsewhere_IsNotAsked_AndTheIdentityNotNamed(string issuer, string code)
    {
        var forgery = Forge(With(c => c["issuer"] = issuer));
        var options = Development.Validation with { IdentityIssuers = new HashSet<string> { issuer } };

        var result = Development.Validate(forgery.ToFile(), options);

        Assert.Equal(StatusKind.Informational, result.Codes.Single(c => c.Code == code).Kind);
        var identity = Assert.Single(result.Identities);
        Assert.Equal((false, null, issuer), (identity.IsTrusted, identity.Name, identity.Issuer));
        Assert.DoesNotContain(StatusCodes.CawgWellFormed, result.Codes.Select(c => c.Code));
    }

    /// <summary>did:key: the first vector of the did:key specification; did:jwk: RFC 7515 A.3, RFC 8037 A.2.</summary>
    [Theory]
    [InlineData("key", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6")]
    [InlineData("jwk", """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    [InlineData("jwk", """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""",
        "047fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad")]
    public void KeyOfAnIdentifier_IsThatOfThePublishedVector(string method, string id, string key)
    {
        var identifier = method == "jwk" ? TestCredential.DidJwk(id) : $"did:{method}:{id}";

        var (splitMethod, rest) = IssuerKey.Split(identifier)!.Value;

        Assert.Equal(key, Convert.ToHexStringLower(IssuerKey.Of(splitMethod, rest, new ItemBudget(100)).Key.Span));
    }

    [Theory]
    [InlineData("key", "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0")] // no digit
    [InlineData("key", "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169")] // P-256
    [InlineData("key", "z6Mk")]
    [InlineData("key", "")]
    [InlineData("jwk", """{"kty":"OKP","crv":"Ed25519","x":"AA"}""")]
    [InlineData("jwk", """{"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""")]
    [InlineData("jwk", """{"kty":"RSA","n":"AQAB","e":"AQAB"}""")]
    [InlineData("jwk", """{"kty":"EC","crv":"secp256k1"}""")]
    [InlineData("jwk", "[]")]
    [InlineData("jwk", "not JSON")]
    public void KeyThatIsNone_IsRefused(string method, string id)
    {
        var text = method == "jwk" ? Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(id)) : id;

        Assert.Throws<C2paFormatException>(() => IssuerKey.Of(method, text, new ItemBudget(100)));
    }

    [Fact]
    public void CredentialSignedWithEcdsaOrRsa_IsVerified()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var (point, numbers) = (ecdsa.ExportParameters(false).Q, rsa.ExportParameters(false));
        string Url(byte[]? bytes) => Base64Url.EncodeToString(bytes);
        var byEcdsa = new TestCredential
        {
            Algorithm = (long)CoseAlgorithm.Es384,
            Change = c => c["issuer"] = TestCredential.DidJwk($$"""{"kty":"EC","crv":"P-384","x":"{{Url(point.X)}}","y":"{{Url(point.Y)}}"}"""),
            Sign = signed => ecdsa.SignData(signed, HashAlgorithmName.SHA384),
        };
        var byRsa = new TestCredential
        {
            Algorithm = (long)CoseAlgorithm.Ps256,
            Change = c => c["issuer"] = TestCredential.DidJwk($$"""{"kty":"RSA","n":"{{Url(numbers.Modulus)}}","e":"{{Url(numbers.Exponent)}}"}"""),
            Sign = signed => rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        };

        Assert.Equal("Ada", Forge(byEcdsa).Validate().Identities.Single().Name);
        Assert.Equal("Ada", Forge(byRsa).Validate().Identities.Single().Name);
        Assert.Null(Forge(byRsa with { Sign = signed => [.. byRsa.Sign(signed).Reverse()] }).Validate().Identities.Single().Name);
    }

    /// <summary>By the time-stamp the credential was used while it was valid; without trust in the authority, it is judged now.</summary>
    [Fact]
    public void TimeStampThatCounts_TellsWhenTheCredentialWasUsed()
    {
        using var authority = new TestTimeStampAuthority { Time = Development.Now.AddDays(-30) };
        var credential = new TestCredential
        {
            Change = c => c["validUntil"] = Development.Now.AddDays(-10).ToString("O"),
            TimeStamp = stamped => CborValue.Map(("tstTokens", CborValue.Array(CborValue.Map(("val", CborValue.Of(authority.Token(stamped))))))),
        };
        var file = Forge(credential).ToFile();

        var trusting = Development.Validate(file, Development.Validation with { TimeStampTrust = authority.Trust });
        var other = Development.Validate(file);

        Assert.Contains(StatusCodes.CawgTimeStampValidated, trusting.Codes.Select(c => c.Code));
        Assert.DoesNotContain(StatusCodes.CawgValidUntilInvalid, trusting.Failures.Select(c => c.Code));
        Assert.Contains(StatusCodes.TimeStampUntrusted, other.Codes.Select(c => c.Code));
        Assert.Contains(StatusCodes.CawgValidUntilInvalid, other.Failures.Select(c => c.Code));
    }

    private static TestCredential With(Action<JsonObject> change) => new() { Change = change };

    private static JsonObject Subject(JsonObject credential) => credential["credentialSubject"]?.AsObject() ?? Nothing;

    private static Forgery Forge(TestCredential credential)
    {
        var forgery = new Forgery();
        forgery.Assertions.Add((CawgIdentityAssertion.Label, credential.ToAssertion()));
        return forgery;
    }

    private static ValidationResult Validate(string file, Func<ValidationOptions, ValidationOptions> change)
    {
        var trust = TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "trust", "all-for-manifest.pem")));
        using var stream = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "cawg", file));
        return C2paValidator.Validate(stream, change(new ValidationOptions { Time = Development.Now, Trust = trust, TimeStampTrust = trust }));
    }
}
