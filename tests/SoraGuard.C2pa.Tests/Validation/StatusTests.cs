using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Forgery;

namespace SoraGuard.C2pa.Tests.Validation;

/// <summary>C2PA 2.2 §15: each broken rule gives its code. All these manifests are signed correctly, by someone trusted.</summary>
public class StatusTests
{
    [Fact]
    public void Unchanged_IsTrusted() => Assert.Equal((ValidationState.Trusted, ""), Verdict(_ => { }));

    public static TheoryData<string, string, Action<Forgery>> Broken()
    {
        void Claim(Forgery f, string key, CborValue? value) => f.ChangeClaim = c => With(c, key, value);
        void Remove(Forgery f, int index) => f.ChangeBoxes = b => [.. b.Where((_, i) => i != index)];
        CborValue Ingredient(string relationship, string? manifest = null) => CborValue.Map(
            ("relationship", CborValue.Of(relationship)),
            ("activeManifest", manifest is null
                ? null : CborValue.Map(("url", CborValue.Of($"self#jumbf=/c2pa/{manifest}")), ("hash", CborValue.Of(new byte[32])))));
        CborValue Parameters(string label, CborValue value) => CborValue.Map(("ingredients", CborValue.Array(Reference(label, AssertionBox(label, value)))));
        void History(Forgery f, params (string, CborValue?)[] actions) => f.Assertions[0] = (AssertionLabels.ActionsV2, Actions(actions));

        return new TheoryData<string, string, Action<Forgery>>
        {
            { "no claim", StatusCodes.ClaimMissing, f => Remove(f, 1) },
            { "claim of a future version", StatusCodes.ClaimMissing, f => f.ClaimLabel = "c2pa.claim.v9" },
            { "two claims", StatusCodes.ClaimMultiple, f => f.ChangeBoxes = b => [.. b, JumbfWriter.Superbox(JumbfType.Claim, "c2pa.claim.v3", [])] },
            { "claim that is no CBOR", StatusCodes.ClaimCborInvalid, f => f.ChangeClaimBytes = b => b[..^1] },
            { "claim that is no map", StatusCodes.ClaimMalformed, f => f.ChangeClaim = _ => CborValue.Of(1) },
            { "no instance id", StatusCodes.ClaimMalformed, f => Claim(f, "instanceID", null) },
            { "no generator", StatusCodes.ClaimMalformed, f => Claim(f, "claim_generator_info", null) },
            { "generator without a name", StatusCodes.ClaimMalformed, f => Claim(f, "claim_generator_info", CborValue.Map()) },
            { "no signature named", StatusCodes.ClaimMalformed, f => Claim(f, "signature", null) },
            { "no assertions", StatusCodes.ClaimMalformed, f => Claim(f, "created_assertions", null) },
            { "assertions that are no list", StatusCodes.ClaimMalformed, f => Claim(f, "created_assertions", CborValue.Of(1)) },
            { "title that is no text", StatusCodes.ClaimMalformed, f => Claim(f, "dc:title", CborValue.Of(1)) },
            { "no signature box", StatusCodes.ClaimSignatureMissing, f => Remove(f, 2) },
            { "signature elsewhere", StatusCodes.ClaimSignatureMissing, f =>
                Claim(f, "signature", CborValue.Of("self#jumbf=/c2pa/urn:c2pa:2/c2pa.signature")) },
            { "no algorithm", StatusCodes.AlgorithmUnsupported, f => f.ChangeHeaders = h =>
                (CborValue.Map(h.Protected.Entries.Where(e => e.Key.AsInteger() != 1)), h.Unprotected) },
            { "unknown algorithm", StatusCodes.AlgorithmUnsupported, f => f.ChangeHeaders = h =>
                (WithNumber(h.Protected, 1, CborValue.Of(-257)), h.Unprotected) },
            { "algorithm in the unprotected header alone", StatusCodes.AlgorithmUnsupported, f => f.ChangeHeaders = h =>
                (WithNumber(h.Protected, 1, null), WithNumber(h.Unprotected, 1, CborValue.Of(-7))) },
            { "a header that must be understood", StatusCodes.AlgorithmUnsupported, f => f.ChangeHeaders = h =>
                (WithNumber(h.Protected, 2, CborValue.Array(CborValue.Of("x"))), h.Unprotected) },
            { "Ed25519 with an EC key", StatusCodes.ClaimSignatureMismatch, f => f.ChangeHeaders = h =>
                (WithNumber(h.Protected, 1, CborValue.Of(-8)), h.Unprotected) },
            { "PS256 with an EC key", StatusCodes.ClaimSignatureMismatch, f => f.ChangeHeaders = h =>
                (WithNumber(h.Protected, 1, CborValue.Of(-37)), h.Unprotected) },
            { "no certificates", StatusCodes.SigningCredentialInvalid, f => f.ChangeHeaders = h => (WithNumber(h.Protected, 33, null), h.Unprotected) },
            { "certificates that are none", StatusCodes.SigningCredentialInvalid, f => f.ChangeHeaders = h =>
                (WithNumber(h.Protected, 33, CborValue.Of([1, 2, 3])), h.Unprotected) },
            { "padding that is not zero", StatusCodes.ClaimSignatureMismatch, f => f.ChangeHeaders = h =>
                (h.Protected, CborValue.Map(("pad", CborValue.Of([0, 1])))) },
            { "padding that is no bytes", StatusCodes.ClaimSignatureMismatch, f => f.ChangeHeaders = h =>
                (h.Protected, CborValue.Map(("pad2", CborValue.Of("0")))) },
            { "assertion not there", StatusCodes.AssertionMissing, f => f.ChangeClaim = c =>
                With(c, "gathered_assertions", CborValue.Array(Reference("org.example.gone", new byte[8]))) },
            { "assertion of another manifest", StatusCodes.AssertionOutsideManifest, f => f.ChangeClaim = c =>
                With(c, "gathered_assertions", CborValue.Array(With(Reference("x", new byte[8]), "url", CborValue.Of("self#jumbf=/c2pa/urn:c2pa:2/c2pa.assertions/x")))) },
            { "assertion on the web", StatusCodes.AssertionOutsideManifest, f => f.ChangeClaim = c =>
                With(c, "gathered_assertions", CborValue.Array(With(Reference("x", new byte[8]), "url", CborValue.Of("https://example.org/x")))) },
            { "assertion the claim does not name", StatusCodes.AssertionUndeclared, f =>
                f.StrayAssertions.Add(AssertionBox("org.example.stray", CborValue.Map())) },
            { "own assertion redacted", StatusCodes.AssertionSelfRedacted, f =>
                Claim(f, "redacted_assertions", CborValue.Array(CborValue.Of("self#jumbf=c2pa.assertions/c2pa.actions.v2"))) },
            { "hash algorithm of the claim unknown", StatusCodes.AlgorithmUnsupported, f => Claim(f, "alg", CborValue.Of("md5")) },
            { "no hash algorithm", StatusCodes.AlgorithmUnsupported, f => Claim(f, "alg", null) },
            { "nothing binds it to the file", StatusCodes.ClaimHardBindingsMissing, f => f.HardBindings.Clear() },
            { "bound by the first form of the hash alone", StatusCodes.ClaimHardBindingsMissing, f =>
                { f.HardBindings.Clear(); f.HardBindings.Add(AssertionLabels.BmffHash); } },
            { "bound to a collection of files", StatusCodes.ClaimHardBindingsMissing, f =>
                { f.HardBindings.Clear(); f.HardBindings.Add(AssertionLabels.CollectionHash); } },
            { "bound by the hash of another format", StatusCodes.ClaimHardBindingsMissing, f =>
                { f.HardBindings.Clear(); f.HardBindings.Add(AssertionLabels.DataHash); } },
            { "bound twice", StatusCodes.AssertionMultipleHardBindings, f => f.HardBindings.Add(AssertionLabels.BmffHashV2) },
            { "hash without exclusions", StatusCodes.AssertionBmffHashMalformed, f => f.ChangeHashAssertion = v => With(v, "exclusions", null) },
            { "hash with a path that is none", StatusCodes.AssertionBmffHashMalformed, f => f.ChangeHashAssertion = v =>
                With(v, "exclusions", CborValue.Array(CborValue.Map(("xpath", CborValue.Of("uuid"))))) },
            { "hash of an unknown algorithm", StatusCodes.AlgorithmUnsupported, f => f.ChangeHashAssertion = v => With(v, "alg", CborValue.Of("sha1")) },
            { "hash of another file", StatusCodes.AssertionBmffHashMismatch, f => f.ChangeHashAssertion = v => With(v, "hash", CborValue.Of(new byte[32])) },
            { "no history", StatusCodes.AssertionActionMalformed, f => f.Assertions.Clear() },
            { "history that is no list", StatusCodes.AssertionActionMalformed, f => f.Assertions[0] = (AssertionLabels.ActionsV2, CborValue.Map()) },
            { "history that begins in the middle", StatusCodes.AssertionActionMalformed, f => History(f, ("c2pa.edited", null)) },
            { "history that begins twice", StatusCodes.AssertionActionMalformed, f => History(f, ("c2pa.created", null), ("c2pa.created", null)) },
            { "action without a name", StatusCodes.AssertionActionMalformed, f =>
                f.Assertions[0] = (AssertionLabels.ActionsV2, CborValue.Map(("actions", CborValue.Array(CborValue.Map())))) },
            { "opened nothing", StatusCodes.AssertionActionIngredientMismatch, f => History(f, ("c2pa.opened", null)) },
            { "placed nothing", StatusCodes.AssertionActionIngredientMismatch, f => History(f, ("c2pa.created", null), ("c2pa.placed", null)) },
            { "opened an ingredient that is not there", StatusCodes.AssertionActionIngredientMismatch, f =>
                History(f, ("c2pa.opened", Parameters("c2pa.ingredient.v3", CborValue.Map()))) },
            { "opened a component", StatusCodes.AssertionActionIngredientMismatch, f =>
                {
                    f.Assertions.Add(("c2pa.ingredient.v3", Ingredient("componentOf")));
                    History(f, ("c2pa.opened", Parameters("c2pa.ingredient.v3", Ingredient("componentOf"))));
                } },
            { "ingredient without a relationship", StatusCodes.AssertionIngredientMalformed, f => f.Assertions.Add(("c2pa.ingredient.v3", CborValue.Map())) },
            { "ingredient of an unknown relationship", StatusCodes.AssertionIngredientMalformed, f =>
                f.Assertions.Add(("c2pa.ingredient.v3", Ingredient("siblingOf"))) },
            { "two parents", StatusCodes.ManifestMultipleParents, f =>
                { f.Assertions.Add(("c2pa.ingredient.v3", Ingredient("parentOf"))); f.Assertions.Add(("c2pa.ingredient.v3__2", Ingredient("parentOf"))); } },
            { "ingredient whose manifest is not there", StatusCodes.IngredientManifestMissing, f =>
                f.Assertions.Add(("c2pa.ingredient.v3", Ingredient("componentOf", "urn:c2pa:2"))) },
            { "ingredient of itself", StatusCodes.IngredientManifestMissing, f => f.Assertions.Add(("c2pa.ingredient.v3", Ingredient("componentOf", Label))) },
            { "assertion that is no CBOR", StatusCodes.AssertionCborInvalid, f => AddRaw(f, JumbfType.Cbor, "cbor", [0xFF]) },
            { "assertion that is no JSON", StatusCodes.AssertionJsonInvalid, f => AddRaw(f, JumbfType.Json, "json", "{"u8.ToArray()) },
            { "assertion of JSON with a name twice", StatusCodes.AssertionJsonInvalid, f => AddRaw(f, JumbfType.Json, "json", """{"a":1,"a":2}"""u8.ToArray()) },
        };
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenRule_IsInvalid_WithItsCode(string what, string code, Action<Forgery> breakRule)
    {
        var (state, failures) = Verdict(breakRule);

        Assert.True(state == ValidationState.Invalid, $"{what}: {state}");
        Assert.Contains(code, failures.Split(' '));
    }

    public static TheoryData<string, Action<Forgery>> Harmless() => new()
    {
        { "chain under the text label", f => f.ChangeHeaders = h =>
            (CborValue.Map([.. WithNumber(h.Protected, 33, null).Entries, KeyValuePair.Create(CborValue.Of("x5chain"), h.Protected[33]!)]), h.Unprotected) },
        { "chain in the unprotected header", f => f.ChangeHeaders = h => (WithNumber(h.Protected, 33, null), CborValue.Map(("x5chain", h.Protected[33]))) },
        { "zero padding", f => f.ChangeHeaders = h => (h.Protected, CborValue.Map(("pad", CborValue.Of(new byte[300])), ("pad2", CborValue.Of(new byte[1])))) },
        { "a relative signature URI", f => f.ChangeClaim = c => With(c, "signature", CborValue.Of("self#jumbf=c2pa.signature")) },
        { "unknown fields", f => f.ChangeClaim = c => With(c, "org.example.more", CborValue.Of(1)) },
        { "an assertion of an unknown label", f => f.Assertions.Add(("org.example.anything", CborValue.Of("text"))) },
        { "an ingredient without a manifest", f => f.Assertions.Add(("c2pa.ingredient.v3", CborValue.Map(("relationship", CborValue.Of("inputTo"))))) },
        { "the second form of the hash", f => { f.HardBindings.Clear(); f.HardBindings.Add(AssertionLabels.BmffHashV2); } },
    };

    [Theory]
    [MemberData(nameof(Harmless))]
    public void OtherWaysToWriteIt_AreTrusted(string what, Action<Forgery> change) =>
        Assert.Equal((what, ValidationState.Trusted, ""), (what, Verdict(change).State, Verdict(change).Failures));

    [Fact]
    public void ExclusionsBeyondTheSpecification_AreNoted()
    {
        var exclusions = CborValue.Array(BmffHashAssertion.MandatoryExclusions.Append(new BmffExclusion { Path = "/free" }).Select(e => e.ToCbor()));

        var result = new Forgery { ChangeHashAssertion = v => With(v, "exclusions", exclusions) }.Validate();

        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal(StatusKind.Informational, result.Codes.Single(c => c.Code == StatusCodes.BmffHashAdditionalExclusions).Kind);
    }

    [Theory]
    [InlineData("63326368", null)] // an unknown type
    [InlineData("6332756D", StatusCodes.ManifestUpdateInvalid)] // update manifest
    [InlineData("6332636D", StatusCodes.ManifestCompressedInvalid)] // compressed manifest
    public void ManifestOfAnotherType_IsNotTakenForAStandardOne(string type, string? code)
    {
        var file = new Forgery().ToFile();
        Convert.FromHexString(type).CopyTo(file, file.AsSpan().IndexOf("c2ma"u8));

        if (code is not null)
            Assert.Contains(code, Development.Validate(file).Failures.Select(f => f.Code));
        else
            Assert.Throws<C2paFormatException>(() => Development.Validate(file));
    }

    [Theory]
    [InlineData("original")]
    [InlineData("update\0\0")]
    public void OriginalOrUpdateAlone_IsRejected(string purpose)
    {
        var file = new Forgery().ToFile();
        System.Text.Encoding.ASCII.GetBytes(purpose).CopyTo(file, file.AsSpan().IndexOf("manifest\0"u8));

        Assert.Contains("go together", Assert.Throws<C2paFormatException>(() => Development.Validate(file)).Message, StringComparison.Ordinal);
    }

    private static (ValidationState State, string Failures) Verdict(Action<Forgery> change)
    {
        var forgery = new Forgery();
        change(forgery);
        var result = forgery.Validate();
        return (result.State, string.Join(' ', result.Failures.Select(f => f.Code)));
    }

    private static CborValue WithNumber(CborValue map, long label, CborValue? value) => CborValue.Map(
        map.Entries.Where(e => e.Key.Kind != CborKind.Integer || e.Key.AsInteger() != label)
            .Concat(value is null ? [] : [KeyValuePair.Create(CborValue.Of(label), value)]));

    /// <summary>An assertion whose content is not what its box says, declared by the claim with the right hash.</summary>
    private static void AddRaw(Forgery forgery, JumbfType type, string contentType, byte[] content)
    {
        var box = JumbfWriter.Superbox(type, "org.example.raw", [], JumbfWriter.Box(new FourCc(contentType), content));
        forgery.StrayAssertions.Add(box);
        forgery.ChangeClaim = c => With(c, "gathered_assertions", CborValue.Array(Reference("org.example.raw", box)));
    }
}
