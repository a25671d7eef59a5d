using System.Text.Json;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Validation;

public class ReportTests
{
    private static readonly string[] Fields = ["file", "state", "codes", "activeManifest", "claimGenerator", "digitalSourceTypes", "ingredients", "issuer",
        "time"];

    [Fact]
    public void ToJson_HasTheFieldsOfTheContract()
    {
        var once = Development.Sign(TestMp4.MoovFirst());
        var (parent, _) = Ingredient.FromMp4(new MemoryStream(once), IngredientAssertion.ParentOf, "a.mp4", Development.Validation);
        var result = Development.Validate(Development.Sign(once, ManifestBuilder.EditedByAi("SoraGuard", "1", parent),
            options: Development.Options with { Random = new SeededRandom(3) }));

        var json = JsonDocument.Parse(ValidationReport.ToJson("clip \"ü\".mp4", result)).RootElement;

        Assert.Equal(Fields, json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("clip \"ü\".mp4", json.GetProperty("file").GetString());
        Assert.Equal("Trusted", json.GetProperty("state").GetString());
        Assert.Equal(["code", "uri", "ok", "explanation"], json.GetProperty("codes")[0].EnumerateObject().Select(p => p.Name));
        Assert.All(json.GetProperty("codes").EnumerateArray(), c => Assert.True(c.GetProperty("ok").GetBoolean()));
        Assert.Equal(("a.mp4", "parentOf"),
            (json.GetProperty("ingredients")[0].GetProperty("title").GetString(), json.GetProperty("ingredients")[0].GetProperty("relationship").GetString()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("time").ValueKind);
        Assert.Equal([DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia],
            json.GetProperty("digitalSourceTypes").EnumerateArray().Select(t => t.GetString()));
    }

    [Fact]
    public void ToJson_Failure_IsNotOk()
    {
        var file = Development.Sign(TestMp4.MoovFirst());
        file[^1] ^= 1;

        var json = JsonDocument.Parse(ValidationReport.ToJson("x", Development.Validate(file))).RootElement;

        Assert.Equal("Invalid", json.GetProperty("state").GetString());
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch],
            json.GetProperty("codes").EnumerateArray().Where(c => !c.GetProperty("ok").GetBoolean()).Select(c => c.GetProperty("code").GetString()));
    }

    [Fact]
    public void ToJson_NoManifest_IsNone_AndSaysNothingElse()
    {
        var result = Development.Validate(TestMp4.MoovFirst());
        var json = JsonDocument.Parse(ValidationReport.ToJson("x", result)).RootElement;

        Assert.Equal("None", json.GetProperty("state").GetString());
        Assert.Equal(0, json.GetProperty("codes").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("activeManifest").ValueKind);
        Assert.Contains("nothing is known", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_IsOneLineForEachState()
    {
        var signed = Development.Sign(TestMp4.MoovFirst());
        var broken = (byte[])signed.Clone();
        broken[^1] ^= 1;

        Assert.Equal("Intact and signed by SoraGuard Development, whose certificate leads to a trust anchor, made by a generative model (as of 2026-11-22).",
            Development.Validate(signed).Summary);
        Assert.Equal("Intact and signed by SoraGuard Development, for whom no trust anchor vouches, made by a generative model (as of 2026-11-22).",
            Development.Validate(signed, Development.Validation with { Trust = Cose.TrustAnchors.None }).Summary);
        Assert.Equal("The manifest or the file is not as it was signed, or not as it must be: The bytes of the file are not those that were signed (assertion.bmffHash.mismatch).", Development.Validate(broken).Summary);
    }

    [Fact]
    public void Summary_OfAnExpiredSigner_SaysThatNothingHasChanged_AndNamesTheTimeStampThatWasNotChecked()
    {
        var later = Development.Validation with { Time = Development.Credential.ValidTo.AddDays(1) };

        var expired = Development.Validate(Development.Sign(TestMp4.MoovFirst()), later);
        var stamped = Development.Validate(new Forgery { ChangeHeaders = h => (h.Protected, CborValue.Map(("sigTst2", CborValue.Map()))) }.ToFile(), later);

        Assert.Equal(ValidationState.Invalid, expired.State);
        Assert.StartsWith("Unchanged since SoraGuard Development signed it, but the signature does not count: The signer's certificate is valid from",
            expired.Summary, StringComparison.Ordinal);
        Assert.EndsWith("(claimSignature.outsideValidity).", expired.Summary, StringComparison.Ordinal);
        Assert.EndsWith("A time-stamp is there, but it does not count.", stamped.Summary, StringComparison.Ordinal);
    }
}
