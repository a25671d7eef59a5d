using System.Security.Cryptography;
using System.Text;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Forgery;

namespace SoraGuard.C2pa.Tests.Validation;

/// <summary>C2PA 2.2 §15.10.2, §15.11.3.3: what a manifest may remove from those of its ingredients, and how these are known then.</summary>
public class RedactionTests
{
    private const string Private = "org.example.private";

    public enum Removal
    {
        None,
        Gone,
        Zeroed,
    }

    [Theory]
    [InlineData(Removal.Gone, true, "")]
    [InlineData(Removal.Zeroed, true, "")]
    [InlineData(Removal.None, true, StatusCodes.AssertionNotRedacted)]
    [InlineData(Removal.Gone, false, StatusCodes.AssertionMissing)]
    [InlineData(Removal.Zeroed, false, StatusCodes.AssertionHashedUriMismatch)]
    [InlineData(Removal.None, false, "")]
    public void RedactedAssertion_IsGoneOrZeros(Removal removal, bool isDeclared, string failure)
    {
        var result = Validate(removal, isDeclared ? [Url(Private)] : []);

        Assert.Equal(failure, Failures(result));
    }

    [Theory]
    [InlineData(AssertionLabels.ActionsV2, StatusCodes.AssertionActionRedacted)]
    [InlineData(AssertionLabels.BmffHashV3, StatusCodes.AssertionDataHashRedacted)]
    public void HistoryAndHardBinding_MayNotBeRedacted(string label, string failure) =>
        Assert.Contains(failure, Failures(Validate(Removal.None, [Url(label)])), StringComparison.Ordinal);

    [Fact]
    public void RedactedManifest_IsKnownByItsSignature()
    {
        string With(string key, CborValue? value) => Failures(Validate(Removal.Gone, [Url(Private)], i => Forgery.With(i, key, value)));

        Assert.Equal(StatusCodes.IngredientClaimSignatureMissing, With("claimSignature", null));
        Assert.Equal(StatusCodes.IngredientClaimSignatureMismatch, With("claimSignature", Hashed($"self#jumbf=/c2pa/{Label}/c2pa.signature", new byte[9])));
        Assert.Equal("", With("activeManifest", Hashed($"self#jumbf=/c2pa/{Label}", new byte[9])));
    }

    [Fact]
    public void ManifestThatIsNotRedacted_IsKnownByAllOfIt() => Assert.Equal(StatusCodes.IngredientManifestMismatch,
        Failures(Validate(Removal.None, [], i => With(i, "activeManifest", Hashed($"self#jumbf=/c2pa/{Label}", new byte[9])))));

    [Fact]
    public void IngredientWithAManifest_RecordsItsValidation() =>
        Assert.Equal(StatusCodes.AssertionIngredientMalformed, Failures(Validate(Removal.None, [], i => With(i, "validationResults", null))));

    /// <summary>What only the one who had the ingredient could see is passed on, and is no failure: the signer knew it.</summary>
    [Fact]
    public void RecordedFailure_ThatIsNotFoundHere_IsPassedOn()
    {
        var url = $"self#jumbf=/c2pa/{Label}/c2pa.assertions/{AssertionLabels.BmffHashV3}";
        var failure = CborValue.Array(CborValue.Map(("code", CborValue.Of(StatusCodes.AssertionBmffHashMismatch)), ("url", CborValue.Of(url))));
        var results = CborValue.Map(("activeManifest", CborValue.Map(("failure", failure))));

        var result = Validate(Removal.None, [], i => With(i, "validationResults", results));

        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal(StatusKind.Informational, result.Codes.Single(c => c.Code == StatusCodes.AssertionBmffHashMismatch).Kind);
    }

    public static TheoryData<string, string, CborValue?> Histories()
    {
        var wrong = Hashed("self#jumbf=c2pa.assertions/c2pa.ingredient.v3", new byte[9]);
        static CborValue Ingredients(CborValue value) => CborValue.Map(("ingredients", value));
        return new TheoryData<string, string, CborValue?>
        {
            { "c2pa.redacted", "", CborValue.Map(("redacted", CborValue.Of(Url(Private)))) },
            { "c2pa.redacted", StatusCodes.AssertionActionRedactionMismatch, null },
            { "c2pa.redacted", StatusCodes.AssertionActionRedactionMismatch, CborValue.Map(("redacted", CborValue.Of(Url("org.example.other")))) },
            { "c2pa.removed", StatusCodes.AssertionActionIngredientMismatch, null },
            { "c2pa.removed", StatusCodes.AssertionActionIngredientMismatch, Ingredients(CborValue.Array(Hashed(Url(AssertionLabels.ActionsV2), new byte[9]))) },
            { "c2pa.placed", StatusCodes.AssertionActionIngredientMismatch, Ingredients(CborValue.Of(1)) },
            { "c2pa.placed", StatusCodes.AssertionActionIngredientMismatch, Ingredients(CborValue.Array(wrong)) },
            { "c2pa.transcoded", "", null },
            { "c2pa.transcoded", StatusCodes.AssertionActionIngredientMismatch, Ingredients(CborValue.Array(wrong)) },
        };
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void Action_KeepsItsRules(string action, string failure, CborValue? parameters)
    {
        var result = Validate(Removal.Gone, [Url(Private)], history: Actions(("c2pa.created", null), (action, parameters)));

        Assert.Equal(failure, Failures(result));
    }

    /// <summary>§15.10.3.3: a reference inside a standard assertion.</summary>
    [Theory]
    [InlineData(Private, true, "")]
    [InlineData(Private, false, StatusCodes.HashedUriMismatch)]
    [InlineData("org.example.gone", false, StatusCodes.HashedUriMissing)]
    public void ReferenceOfAnAssertion_IsFollowed(string label, bool isRight, string failure)
    {
        var forgery = new Forgery();
        var target = AssertionBox(Private, CborValue.Of("x"));
        forgery.Assertions.Add((Private, CborValue.Of("x")));
        var thumbnail = Hashed($"self#jumbf=c2pa.assertions/{label}", isRight ? target : new byte[9]);
        forgery.Assertions.Add(("c2pa.ingredient.v3", CborValue.Map(("relationship", CborValue.Of("inputTo")), ("thumbnail", thumbnail))));

        Assert.Equal(failure, Failures(forgery.Validate()));
    }

    private static string Failures(ValidationResult result) => string.Join(' ', result.Failures.Select(f => f.Code));

    private static string Url(string label) => $"self#jumbf=/c2pa/{Label}/c2pa.assertions/{label}";

    private static CborValue Hashed(string url, byte[] box) => CborValue.Map(("url", CborValue.Of(url)), ("hash", CborValue.Of(SHA256.HashData(box.AsSpan(8)))));

    private static ValidationResult Validate(Removal removal, string[] redactions, Func<CborValue, CborValue>? change = null, CborValue? history = null)
    {
        var inner = new Forgery();
        inner.Assertions.Add((Private, CborValue.Of("secret")));
        if (removal != Removal.None)
            inner.ChangeBoxes = boxes => [Without(boxes[0], removal), boxes[1], boxes[2]];
        var manifest = inner.ToManifest();
        var signature = JumbfReader.Read(manifest).Child("c2pa.signature")!.Bytes.ToArray();
        var ingredient = CborValue.Map(
            ("relationship", CborValue.Of("componentOf")),
            ("activeManifest", Hashed($"self#jumbf=/c2pa/{Label}", manifest)),
            ("claimSignature", Hashed($"self#jumbf=/c2pa/{Label}/c2pa.signature", signature)),
            ("validationResults", CborValue.Map(("activeManifest", CborValue.Map()))));
        var outer = new Forgery
        {
            ChangeClaim = c => With(With(c, "signature", CborValue.Of("self#jumbf=c2pa.signature")), "redacted_assertions", CborValue.Array(redactions.Select(CborValue.Of))),
        };
        if (history is not null)
            outer.Assertions[0] = (AssertionLabels.ActionsV2, history);
        outer.OtherManifests.Add(manifest);
        outer.Assertions.Add(("c2pa.ingredient.v3", change?.Invoke(ingredient) ?? ingredient));
        // The outer manifest needs a label of its own, of the same length; only the last one is renamed.
        var file = outer.ToFile();
        file[file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(Label + "\0")) + Label.Length - 1] = (byte)'2';
        return Development.Validate(file);
    }

    private static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> store, Removal removal)
    {
        var box = JumbfReader.Read(store);
        return JumbfWriter.Superbox(box.Type, box.Label, [], [.. box.Children.Select(c => Changed(c, removal)).Where(b => b.Length > 0)]);
    }

    private static ReadOnlyMemory<byte> Changed(JumbfSuperbox assertion, Removal removal) => assertion.Label != Private ? assertion.Bytes
        : removal == Removal.Gone ? default
        : JumbfWriter.Superbox(assertion.Type, Private, [], JumbfWriter.Box(new FourCc("cbor"), new byte[assertion.ContentBoxes[0].Content.Length]));
}
