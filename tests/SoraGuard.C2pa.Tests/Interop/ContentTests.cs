using System.Globalization;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>What others wrote is read as they wrote it: the values are those c2pa-rs prints of the same files.</summary>
public class ContentTests
{
    [SharedDataFact("c2pa")]
    public void SoftBinding_OfThePeer_IsRead()
    {
        var result = Validate("peer-made/v3_softbinding.mp4");

        var binding = Assert.Single(result.SoftBindings);
        var block = Assert.Single(binding.Blocks);
        Assert.Equal("com.aiwatermark.videoseal.1", binding.Algorithm);
        Assert.Equal("AAECAwQFBgc=", System.Text.Encoding.UTF8.GetString(block.Value.Span)); // The peer writes text where bytes belong.
        Assert.Equal(new SoftBindingScope(TimeSpan.Zero, TimeSpan.FromSeconds(3)), block.Scope);
        Assert.Equal([ActionNames.Created, ActionNames.Watermarked], result.Actions.Select(a => a.Action));
        Assert.Equal("test-video-model 1", result.Actions[0].SoftwareAgent!.ToString());
        Assert.Equal(("SoraGuard-peer 0.1", "C2PA Test Signing Cert"), (result.ClaimGenerator, result.Issuer));
    }

    [SharedDataFact("c2pa")]
    public void Ingredient_OfThePeer_IsRead()
    {
        var result = Validate("peer-made/v3_ingredient_parent.mp4");

        var ingredient = Assert.Single(result.Ingredients);
        Assert.Equal(("parent.mp4", "parentOf", "urn:c2pa:c9b88ae2-7c9e-4dd4-aadc-c2f8e387566d"),
            (ingredient.Title, ingredient.Relationship, ingredient.ActiveManifest));
        Assert.Equal([DigitalSourceTypes.TrainedAlgorithmicMedia], ingredient.DigitalSourceTypes);
        Assert.Empty(result.DigitalSourceTypes);
    }

    /// <summary>A real edit: the video's own manifest names no source; that of the picture in it says that a model made it.</summary>
    [SharedDataFact("c2pa")]
    public void GeneratedPictureInARealVideo_IsFound()
    {
        var result = Validate("real/prmiere-firefly.mp4");

        var ingredient = Assert.Single(result.Ingredients);
        Assert.Equal(("adobe-firefly-sun.png", "componentOf", "image/png", true),
            (ingredient.Title, ingredient.Relationship, ingredient.Format, ingredient.IsIntactAndTrusted));
        Assert.Equal([DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia], ingredient.DigitalSourceTypes);
        Assert.Equal(("Adobe Premiere Pro (Beta) 25.0.0", "Adobe Inc."), (result.ClaimGenerator, result.Issuer));
        Assert.False(result.HasUntrustedTimeStamp);
        Assert.Equal(DateTimeOffset.Parse("2024-09-12T15:58:39Z", CultureInfo.InvariantCulture), result.SigningTime);
    }

    [SharedDataFact("c2pa")]
    public void CustomAssertions_OfAnOldClaim_AreRead()
    {
        var result = Validate("c2pa-rs/video1.mp4");

        Assert.Equal("TestApp c2patool/0.6.2 c2pa-rs/0.28.2", result.ClaimGenerator);
        var work = result.FindAssertion("stds.schema-org.CreativeWork")!;
        Assert.Equal((AssertionFormat.Json, "Joe Bloggs"), (work.Format, work.Decode()["author"]!.Items[0]["name"]!.AsText()));
        Assert.Equal("""{"any_tag":"whatever I want"}""", CborJson.ToJson(result.FindAssertion("my.assertion")!.Decode()));
        Assert.Null(result.FindAssertion("not.there"));
    }

    private static ValidationResult Validate(string file)
    {
        var trust = TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "trust", "all-for-manifest.pem")));
        using var stream = File.OpenRead(SharedData.PathOf(["c2pa", .. file.Split('/')]));
        return C2paValidator.Validate(stream, new ValidationOptions { Time = Development.Now, Trust = trust, TimeStampTrust = trust });
    }
}
