using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Signing;

public class ManifestBuilderTests
{
    private static readonly ClaimGeneratorInfo Generator = new() { Name = "SoraGuard.Tests", Version = "1.0" };

    [Fact]
    public void CreatedByAi_SaysSo()
    {
        var result = SignAndValidate(ManifestBuilder.CreatedByAi("SoraGuard", "1.2", new ClaimGeneratorInfo { Name = "model", Version = "7" },
            Development.Now));

        Assert.Equal("SoraGuard 1.2", result.ClaimGenerator);
        Assert.Equal([DigitalSourceTypes.TrainedAlgorithmicMedia], result.DigitalSourceTypes);
        var action = Assert.Single(result.Actions);
        Assert.Equal((ActionNames.Created, "model 7", Development.Now), (action.Action, action.SoftwareAgent!.ToString(), action.When));
        Assert.Equal("SoraGuard Development", result.Issuer);
        Assert.Contains("generative model", result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void EditedByAi_KeepsTheParentWithItsManifest()
    {
        var once = Development.Sign(TestMp4.MoovFirst());
        var (parent, validation) = Ingredient.FromMp4(new MemoryStream(once), IngredientAssertion.ParentOf, "first.mp4", Development.Validation);

        var twice = Development.Sign(once, ManifestBuilder.EditedByAi("SoraGuard", "1.2", parent),
            options: Development.Options with { Random = new SeededRandom(5) });

        var result = Development.Validate(twice);
        Assert.Equal((ValidationState.Trusted, ValidationState.Trusted), (validation.State, result.State));
        var ingredient = Assert.Single(result.Ingredients);
        Assert.Equal((IngredientAssertion.ParentOf, "first.mp4", validation.ActiveManifest, true),
            (ingredient.Relationship, ingredient.Title, ingredient.ActiveManifest, ingredient.IsIntactAndTrusted));
        Assert.Equal([ActionNames.Opened, ActionNames.Edited], result.Actions.Select(a => a.Action));
        Assert.Equal([DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia], result.DigitalSourceTypes);
        Assert.Contains(result.Codes, c => c.Code == StatusCodes.IngredientManifestValidated);
        Assert.Contains(result.Codes, c => c.Code == StatusCodes.IngredientClaimSignatureValidated);
    }

    [Fact]
    public void ThreeGenerations_AreAllValidated_AndSharedAncestorsAreStoredOnce()
    {
        var first = Development.Sign(TestMp4.MoovFirst());
        var second = Edit(first, seed: 11);
        var third = Edit(second, seed: 12);

        var result = Development.Validate(third);

        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal(3, result.Codes.Count(c => c.Code == StatusCodes.ClaimSignatureValidated));
        var (a, _) = Ingredient.FromMp4(new MemoryStream(second), IngredientAssertion.ParentOf, "a", Development.Validation);
        var (b, _) = Ingredient.FromMp4(new MemoryStream(first), IngredientAssertion.ComponentOf, "b", Development.Validation);
        var builder = ManifestBuilder.EditedByAi("x", "1", a).Add(new C2paAction { Action = ActionNames.Placed }, b);
        Assert.Equal(ValidationState.Trusted,
            Development.Validate(Development.Sign(TestMp4.MoovFirst(), builder, options: Development.Options with { Random = new SeededRandom(13) })).State);
    }

    [Fact]
    public void IngredientWithARecordedFailure_IsAcknowledged_AndWithANewOne_IsNot()
    {
        var damaged = Development.Sign(TestMp4.MoovFirst());
        damaged[^1] ^= 1;
        var (parent, validation) = Ingredient.FromMp4(new MemoryStream(damaged), IngredientAssertion.ParentOf, "damaged.mp4", Development.Validation);
        var signed = Development.Sign(TestMp4.MoovLast(), ManifestBuilder.EditedByAi("x", "1", parent),
            options: Development.Options with { Random = new SeededRandom(5) });

        Assert.Equal(ValidationState.Invalid, validation.State);
        Assert.Equal(ValidationState.Trusted, Development.Validate(signed).State);

        var untrusted = Development.Validate(signed, Development.Validation with { Trust = Cose.TrustAnchors.None });
        Assert.Equal(ValidationState.Valid, untrusted.State);
        Assert.False(Assert.Single(untrusted.Ingredients).IsIntactAndTrusted);
    }

    [Fact]
    public void DamagedManifestOfAnIngredient_IsInvalid()
    {
        var once = Development.Sign(TestMp4.MoovFirst());
        var twice = Edit(once, seed: 5);
        var title = twice.AsSpan().IndexOf("trainedAlgorithmicMedia"u8); // in the first manifest, which stands first

        twice[title] ^= 1;

        var result = Development.Validate(twice);
        Assert.Equal(ValidationState.Invalid, result.State);
        Assert.All(result.Failures, f => Assert.NotNull(f.IngredientUri));
        Assert.Contains(StatusCodes.IngredientManifestMismatch, result.Failures.Select(f => f.Code));
    }

    [Fact]
    public void EverythingElse_IsReadAsItWasWritten()
    {
        var value = CborValue.Map(("policy", CborValue.Of("sha256:ab")), ("scores", CborValue.Map(("violence", CborValue.Of(0.25)))));
        var builder = Development.ByAi()
            .Add(new C2paAction { Action = ActionNames.Watermarked, Description = "luma", Reason = "law" })
            .Add(new SoftBinding { Algorithm = "org.example.mark.1", Name = "mark",
                Blocks = [new SoftBindingBlock(default, new byte[] { 1, 2, 3 }),
                new SoftBindingBlock(new SoftBindingScope(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), new byte[] { 4 })] })
            .Add(Ingredient.WithoutManifest(IngredientAssertion.InputTo, "prompt", "text/plain"))
            .AddAssertion("org.example.review", value)
            .AddAssertion("org.example.review", CborValue.Array())
            .AddJsonAssertion("org.example.note", """{"a":1}"""u8.ToArray(), gathered: true);

        var result = SignAndValidate(builder);

        Assert.Equal(value.Encode(), result.FindAssertion("org.example.review")!.Decode().Encode());
        Assert.Equal(["org.example.review", "org.example.review__2"],
            result.Assertions.Select(a => a.Label).Where(l => l.StartsWith("org.example.review", StringComparison.Ordinal)));
        Assert.Equal((AssertionFormat.Json, """{"a":1}"""), (result.FindAssertion("org.example.note")!.Format, CborJson.ToJson(result.FindAssertion("org.example.note")!.Decode())));
        var softBinding = Assert.Single(result.SoftBindings);
        Assert.Equal(("org.example.mark.1", "mark"), (softBinding.Algorithm, softBinding.Name));
        Assert.Equal([1, 2, 3], softBinding.Blocks[0].Value.ToArray());
        Assert.Equal(new SoftBindingScope(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), softBinding.Blocks[1].Scope);
        Assert.Equal(("inputTo", "prompt"), (result.Ingredients[0].Relationship, result.Ingredients[0].Title));
        Assert.Equal(("luma", "law"), (result.Actions[1].Description, result.Actions[1].Reason));
        Assert.DoesNotContain(StatusCodes.IngredientUnknownProvenance, result.Codes.Select(c => c.Code)); // A prompt has none to miss (C2PA 2.2 §15.11.3.3).
    }

    public static TheoryData<string, ManifestBuilder> Incomplete() => new()
    {
        { "first action", new ManifestBuilder(Generator) },
        { "first action", new ManifestBuilder(Generator).Add(new C2paAction { Action = ActionNames.Edited }) },
        { "first action", Development.ByAi().Add(new C2paAction { Action = ActionNames.Created, DigitalSourceType = DigitalSourceTypes.DigitalCapture }) },
        { "source type", new ManifestBuilder(Generator).Add(new C2paAction { Action = ActionNames.Created }) },
        { "one parentOf", new ManifestBuilder(Generator).Add(new C2paAction { Action = ActionNames.Opened }) },
        { "one parentOf", new ManifestBuilder(Generator).Add(new C2paAction { Action = ActionNames.Opened },
            Ingredient.WithoutManifest(IngredientAssertion.ComponentOf, "x", "video/mp4")) },
        { "componentOf", Development.ByAi().Add(new C2paAction { Action = ActionNames.Placed }) },
        { "soft binding", Development.ByAi().Add(new C2paAction { Action = ActionNames.Watermarked }) },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Sign_ManifestThatBreaksARule_IsRefusedBeforeAnythingIsWritten(string rule, ManifestBuilder builder)
    {
        using var destination = new MemoryStream();

        var error = Record.Exception(() =>
            Mp4Signer.SignAsync(new MemoryStream(TestMp4.MoovFirst()), destination, builder, Development.Signer, Development.Options).GetAwaiter().GetResult());

        Assert.Contains(rule, Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
        Assert.Equal(0, destination.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nodots")]
    [InlineData("a.b/c")]
    [InlineData("a.b c")]
    [InlineData("a.b__1")]
    [InlineData("c2pa.hash.data")]
    [InlineData("c2pa.hash.bmff.v3")]
    [InlineData("c2pa.actions.v2")]
    [InlineData("c2pa.ingredient.v3")]
    [InlineData("c2pa.soft-binding")]
    public void AddAssertion_LabelThatCannotBe_IsRefused(string label) =>
        Assert.ThrowsAny<ArgumentException>(() => Development.ByAi().AddAssertion(label, CborValue.Null));

    [Theory]
    [InlineData("text/plain", 5)]
    [InlineData("image/p ng", 5)]
    [InlineData("image/png", 0)]
    [InlineData("image/png", 4 * 1024 * 1024 + 1)]
    public void WithThumbnail_ThatIsNone_IsRefused(string mediaType, int bytes)
    {
        Assert.ThrowsAny<ArgumentException>(() => Development.ByAi().WithThumbnail(mediaType, new byte[bytes]));
        Assert.ThrowsAny<ArgumentException>(() => Ingredient.WithoutManifest(IngredientAssertion.InputTo, "x", "image/png").WithThumbnail(mediaType, new byte[bytes]));
    }

    [Fact]
    public void AddJsonAssertion_NotJson_IsRefused() =>
        Assert.Throws<C2paFormatException>(() => Development.ByAi().AddJsonAssertion("org.example.note", "{"u8.ToArray()));

    [Fact]
    public void Ingredient_OfAnUnknownRelationship_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Ingredient.WithoutManifest("siblingOf", "x", "video/mp4"));

    private static byte[] Edit(byte[] file, int seed)
    {
        var (parent, _) = Ingredient.FromMp4(new MemoryStream(file), IngredientAssertion.ParentOf, "parent.mp4", Development.Validation);
        return Development.Sign(file, ManifestBuilder.EditedByAi("SoraGuard", "1.2", parent),
            options: Development.Options with { Random = new SeededRandom(seed) });
    }

    private static ValidationResult SignAndValidate(ManifestBuilder builder)
    {
        var result = Development.Validate(Development.Sign(TestMp4.MoovFirst(), builder));
        Assert.Equal(ValidationState.Trusted, result.State);
        return result;
    }
}
