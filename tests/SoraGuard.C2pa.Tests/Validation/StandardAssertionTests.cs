using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Validation;

/// <summary>C2PA 2.2 §15.10.3.2 and C2PA 2.4 §15.10.3.2.2: assertions that speak of what is kept elsewhere, metadata, and models.</summary>
public class StandardAssertionTests
{
    private static readonly CborValue Location = CborValue.Map(
        ("url", CborValue.Of("https://example.org/a")), ("alg", CborValue.Of("sha256")), ("hash", CborValue.Of(new byte[32])));

    private static CborValue CloudData(string? label = "c2pa.soft-binding", CborValue? location = null) => CborValue.Map(
        ("label", label is null ? null : CborValue.Of(label)), ("size", CborValue.Of(10)), ("location", location ?? Location),
        ("content_type", CborValue.Of("application/cbor")));

    private static CborValue Reference(CborValue? location, string? label = null) =>
        CborValue.Map(("location", location), ("label", label is null ? null : CborValue.Of(label)));

    public static TheoryData<string, CborValue, string?> Cases() => new()
    {
        { AssertionLabels.CloudData, CloudData(), null },
        { AssertionLabels.CloudData, CloudData(label: null), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, Forgery.With(CloudData(), "size", null), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, Forgery.With(CloudData(), "location", null), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, CloudData(location: Forgery.With(Location, "url", null)), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, CloudData(location: Forgery.With(Location, "hash", null)), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, CloudData("c2pa.cloud-data"), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, CloudData("c2pa.actions.v2"), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, CloudData("c2pa.ingredient.v3"), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.CloudData, CloudData("c2pa.hash.multi-asset"), StatusCodes.AssertionCloudDataHardBinding },
        { AssertionLabels.CloudData, CloudData("c2pa.hash.data"), StatusCodes.AssertionCloudDataHardBinding },
        { AssertionLabels.CloudData, CborValue.Of("text"), StatusCodes.AssertionCloudDataMalformed },
        { AssertionLabels.ExternalReference, Reference(Location), null },
        { AssertionLabels.ExternalReference, Reference(Location, "org.example.review"), null },
        { AssertionLabels.ExternalReference, Reference(Forgery.With(Forgery.With(Location, "hash", null), "alg", null)), null },
        { AssertionLabels.ExternalReference, Reference(null), StatusCodes.AssertionExternalReferenceMalformed },
        { AssertionLabels.ExternalReference, Reference(Forgery.With(Location, "url", null)), StatusCodes.AssertionExternalReferenceMalformed },
        { AssertionLabels.ExternalReference, Reference(Location, "c2pa.cloud-data"), StatusCodes.AssertionExternalReferenceMalformed },
        { AssertionLabels.ExternalReference, Reference(Location, "c2pa.hash.multi-asset"), StatusCodes.AssertionExternalReferenceMalformed },
        { AssertionLabels.ExternalReference, Reference(Location, "c2pa.actions.v2"), StatusCodes.AssertionExternalReferenceMalformed },
        { AssertionLabels.ExternalReference, Reference(Location, "c2pa.hash.bmff.v3"), StatusCodes.AssertionExternalReferenceMalformed },
        { AssertionLabels.ExternalReference, Reference(Location, "c2pa.ingredient.v3"), StatusCodes.AssertionExternalReferenceMalformed },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatIsKeptElsewhere_IsJudgedByItsReference_AndNotFetched(string label, CborValue value, string? code)
    {
        var (file, result) = Sign(Development.ByAi().AddAssertion(label, value, gathered: true), Development.Options);

        Assert.Equal(code is null ? [] : [code], result.Failures.Select(f => f.Code));
        Assert.Equal(code is null ? ValidationState.Trusted : ValidationState.Invalid, result.State);
        Assert.NotEmpty(file);
    }

    /// <summary>c2pa-rs lets the hash without its algorithm pass.</summary>
    [Theory]
    [InlineData("alg")]
    [InlineData("hash")]
    public void ExternalReference_WithHalfAHash_IsInvalid(string missing) => Assert.Equal([StatusCodes.AssertionExternalReferenceMalformed],
        Sign(Development.ByAi().AddAssertion(AssertionLabels.ExternalReference, Reference(Forgery.With(Location, missing, null)), gathered: true), Development.Options)
            .Result.Failures.Select(f => f.Code));

    [Fact]
    public async Task ActionsOfAnUpdate_KeptElsewhere_AreInvalid()
    {
        using var file = new MemoryStream();
        file.Write(Development.Sign(TestMp4.MoovFirst()));
        var update = ManifestBuilder.Update("x", "1").AddAssertion(AssertionLabels.CloudData, CloudData("c2pa.actions.v2"));

        var error = await Assert.ThrowsAsync<C2paSigningException>(
            () => UpdateSigner.UpdateInPlaceAsync(file, update, Development.Signer, Development.Options with { Random = new SeededRandom(2) }));

        Assert.Equal([StatusCodes.AssertionCloudDataActions], error.Validation!.Failures.Select(f => f.Code));
    }

    [Theory]
    [InlineData("""{"@context":{"dc":"http://purl.org/dc/elements/1.1/"},"dc:format":"video/mp4","exif:GPSLatitude":"39,21.102N","tiff:Make":"x"}""", false)]
    [InlineData("""{"dc:creator":"somebody"}""", true)]
    [InlineData("""{"org.example:note":"x"}""", true)]
    [InlineData("""{"note":"x"}""", true)]
    public void Metadata_FieldThatIsNotListed_IsNoted(string json, bool isNoted)
    {
        var (_, result) = Sign(Development.ByAi().AddJsonAssertion(AssertionLabels.Metadata, System.Text.Encoding.UTF8.GetBytes(json)), Development.Options);

        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal(isNoted, result.Codes.Any(c => c is { Code: StatusCodes.AssertionMetadataDisallowed, Kind: StatusKind.Informational }));
    }

    [Fact]
    public void AiDisclosure_IsReadAsItWasWritten()
    {
        var disclosure = new AiDisclosure
        {
            ModelType = "c2pa.types.model.pytorch", ModelName = "a model", ModelIdentifier = "https://example.org/model", HumanOversightLevel = "prompt_guided",
        };

        var (_, result) = Sign(Development.ByAi().Add(disclosure).Add(new AiDisclosure { ModelType = "c2pa.types.model" }), Development.Options);

        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal([disclosure, new AiDisclosure { ModelType = "c2pa.types.model" }], result.AiDisclosures);
        Assert.Equal("prompt_guided", result.FindAssertion(AssertionLabels.AiDisclosure)!.Decode()["contentProfile"]!["humanOversightLevel"]!.AsText());
        Assert.Throws<ArgumentException>(() => Development.ByAi().Add(new AiDisclosure { ModelType = " " }));
    }

    [Fact]
    public void AiDisclosure_ThatIsMalformed_IsLeftOut()
    {
        var (_, result) = Sign(Development.ByAi().AddAssertion(AssertionLabels.AiDisclosure, CborValue.Map(("modelName", CborValue.Of("x")))), Development.Options);

        Assert.Equal((ValidationState.Trusted, 0), (result.State, result.AiDisclosures.Count));
        Assert.NotNull(result.FindAssertion(AssertionLabels.AiDisclosure));
    }

    /// <summary>§15.8.3: <c>iat</c>, among CWT claims or by its name.</summary>
    [Theory]
    [InlineData(0, StatusCodes.TimeOfSigningInsideValidity)]
    [InlineData(-400, StatusCodes.TimeOfSigningOutsideValidity)]
    [InlineData(400, StatusCodes.TimeOfSigningOutsideValidity)]
    public void TimeTheSignerStates_IsNoted(int daysFromNow, string code)
    {
        var seconds = CborValue.Of(Development.Now.AddDays(daysFromNow).ToUnixTimeSeconds());
        var byNumber = KeyValuePair.Create(CborValue.Of(15), CborValue.Map([KeyValuePair.Create(CborValue.Of(6), seconds)]));
        foreach (var header in new[] { byNumber, KeyValuePair.Create(CborValue.Of("iat"), seconds) })
        {
            var result = new Forgery { ChangeHeaders = h => (CborValue.Map(h.Protected.Entries.Append(header)), h.Unprotected) }.Validate();

            Assert.Equal(ValidationState.Trusted, result.State);
            Assert.Equal(StatusKind.Informational, Assert.Single(result.Codes, c => c.Code.StartsWith("timeOfSigning.", StringComparison.Ordinal) && c.Code == code).Kind);
        }
    }

    [Theory]
    [InlineData(-5.0)]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public void TimeThatIsNone_IsPassedOver(double seconds)
    {
        var header = KeyValuePair.Create(CborValue.Of("iat"), CborValue.Of(seconds));

        var result = new Forgery { ChangeHeaders = h => (CborValue.Map(h.Protected.Entries.Append(header)), h.Unprotected) }.Validate();

        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.DoesNotContain(result.Codes, c => c.Code.StartsWith("timeOfSigning.", StringComparison.Ordinal));
    }

    /// <summary>The file, and what validation says of it, be it good or not.</summary>
    internal static (byte[] File, ValidationResult Result) Sign(ManifestBuilder manifest, SigningOptions options, IC2paSigner? signer = null)
    {
        using var destination = new MemoryStream();
        try
        {
            var signed = Mp4Signer.SignAsync(new MemoryStream(TestMp4.MoovFirst()), destination, manifest, signer ?? Development.Signer, options).GetAwaiter().GetResult();
            return (destination.ToArray(), signed.Validation);
        }
        catch (C2paSigningException e)
        {
            return (destination.ToArray(), e.Validation!);
        }
    }
}
