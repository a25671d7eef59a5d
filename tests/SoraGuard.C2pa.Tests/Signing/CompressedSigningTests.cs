using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Signing;

/// <summary>C2PA 2.2 §11.2.4: manifests written compressed.</summary>
public class CompressedSigningTests
{
    private static SigningOptions Options(int seed) => Development.Options with { CompressManifest = true, Random = new SeededRandom(seed) };

    [Theory]
    [InlineData("mp4")]
    [InlineData("jpeg")]
    [InlineData("png")]
    public async Task CompressedManifest_IsTrusted_AndSmaller(string kind)
    {
        var text = CborValue.Of(new string('x', 20_000));
        var builder = Development.ByAi().AddAssertion("org.example.text", CborValue.Map(("text", text)));

        var plain = await SignAsync(kind, builder, Development.Options);
        var compressed = await SignAsync(kind, builder, Options(1));

        var result = Development.Validate(compressed);
        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal(20_000, result.FindAssertion("org.example.text")!.Decode()["text"]!.AsText().Length);
        Assert.True(Store(compressed).Active.IsCompressed);
        Assert.InRange(compressed.Length, 0, plain.Length - 20_000);
    }

    [Fact]
    public async Task CompressedManifest_AsParent_IsKeptAsItWas()
    {
        var first = await SignAsync("png", Development.ByAi(), Options(1));
        var (parent, _) = Ingredient.FromFile(new MemoryStream(first), IngredientAssertion.ParentOf, "first", Development.Validation);
        using var destination = new MemoryStream();

        await ImageSigner.SignAsync(new MemoryStream(first), destination, ManifestBuilder.EditedByAi("x", "1", parent), Development.Signer, Options(2));

        Assert.Equal(ValidationState.Trusted, Development.Validate(destination.ToArray()).State);
        Assert.Equal(Store(first).Active.Box.Bytes.ToArray(), Store(destination.ToArray()).Manifests[0].Box.Bytes.ToArray());
    }

    /// <summary>What assertions refer to stands in what the manifest expands to.</summary>
    [Fact]
    public async Task CompressedManifest_WithReferencesInItsAssertions_IsTrusted()
    {
        var component = Ingredient.WithoutManifest(IngredientAssertion.ComponentOf, "a picture", "image/png").WithThumbnail("image/png", TestImage.Png());

        var signed = await SignAsync("mp4", Development.ByAi().Add(component), Options(1));

        Assert.Equal(ValidationState.Trusted, Development.Validate(signed).State);
        Assert.True(Store(signed).Active.IsCompressed);
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("jpeg")]
    public async Task CompressedUpdate_IsTrusted(string kind)
    {
        using var file = new MemoryStream();
        file.Write(await SignAsync(kind, Development.ByAi(), Options(1)));

        await UpdateSigner.UpdateInPlaceAsync(
            file, ManifestBuilder.Update("x", "1").AddAssertion("org.example.review", CborValue.Map(("n", CborValue.Of(1)))), Development.Signer, Options(2));

        Assert.Equal(ValidationState.Trusted, Development.Validate(file.ToArray()).State);
        Assert.All(Store(file.ToArray()).Manifests, m => Assert.True(m.IsCompressed));
    }

    /// <summary>The space is measured with another hash and another signature than those that go into it.</summary>
    [Fact]
    public async Task SpaceLeft_IsEnough_WhateverHashAndSignature()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var builder = Development.ByAi().AddAssertion("org.example.random", CborValue.Of(new byte[seed * 7]));
            Assert.True(Store(await SignAsync("png", builder, Options(seed))).Active.IsCompressed);
        }
    }

    private static ManifestStore Store(byte[] file) => ManifestStore.Parse(Asset.Open(new MemoryStream(file)).ReadStore());

    private static async Task<byte[]> SignAsync(string kind, ManifestBuilder builder, SigningOptions options)
    {
        var source = kind switch { "mp4" => TestMp4.MoovFirst(), "jpeg" => TestImage.Jpeg(), _ => TestImage.Png() };
        using var destination = new MemoryStream();
        await AssetSigner.SignAsync(new MemoryStream(source), destination, builder, Development.Signer, options);
        return destination.ToArray();
    }
}
