using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Signing;

public class ImageSignerTests
{
    public static TheoryData<string> Kinds() => ["jpeg", "png"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SignedImage_IsTrusted_AndElseUnchanged(string kind)
    {
        var source = Image(kind);

        var signed = Sign(source);

        var result = Development.Validate(signed);
        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Contains(StatusCodes.AssertionDataHashMatch, result.Codes.Select(c => c.Code));
        Assert.DoesNotContain(StatusCodes.DataHashAdditionalExclusions, result.Codes.Select(c => c.Code));
        var at = source.AsSpan().CommonPrefixLength(signed);
        Assert.Equal(source.AsSpan(at).ToArray(), signed[^(source.Length - at)..]);
    }

    [Theory]
    [InlineData("jpeg", "SOS RST0 RST1 EOI")]
    [InlineData("png", "IDAT IDAT")]
    public void ImageHashedByBox_IsTrusted_AndWhatWasChangedIsNamed(string kind, string data)
    {
        var source = kind == "jpeg" ? Image(kind) : TestImage.Png(TestImage.Chunk("IDAT", [1, 2]), TestImage.Chunk("tEXt", [3]), TestImage.Chunk("IDAT", [4]));

        var signed = Sign(source, byBox: true);

        var result = Development.Validate(signed);
        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Contains(StatusCodes.AssertionBoxesHashMatch, result.Codes.Select(c => c.Code));
        Assert.DoesNotContain(StatusCodes.BoxesHashAdditionalExclusions, result.Codes.Select(c => c.Code));
        var hash = BoxesHashAssertion.Parse(result.FindAssertion(AssertionLabels.BoxesHash)!.Decode());
        Assert.Contains(data, hash.Boxes.Select(b => string.Join(' ', b.Names)));
        signed[kind == "jpeg" ? ^3 : ^1] ^= 1; // of the last restart interval; of the checksum of the last chunk
        var failure = Development.Validate(signed).Failures.Single();
        Assert.Equal(StatusCodes.AssertionBoxesHashMismatch, failure.Code);
        Assert.Contains(kind == "jpeg" ? "'SOS'" : "'IEND'", failure.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void ImageHashedByBox_BoxPutInOrTakenOut_IsInvalid()
    {
        var signed = Sign(TestImage.Jpeg(TestImage.Segment(0xFE, [7])), byBox: true);
        var comment = signed.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 3, 7]);

        byte[] more = [.. signed[..comment], 0xFF, 0xE5, 0, 2, .. signed[comment..]];
        byte[] fewer = [.. signed[..comment], .. signed[(comment + 5)..]];

        Assert.Equal(StatusCodes.AssertionBoxesHashUnknownBox, Development.Validate(more).Failures.Single().Code);
        Assert.Equal(StatusCodes.AssertionBoxesHashMismatch, Development.Validate(fewer).Failures.Single().Code);
        Assert.Equal(StatusCodes.AssertionBoxesHashUnknownBox, Development.Validate([.. signed, 1]).Failures.Single().Code);
    }

    [Fact]
    public void ImageWhoseBoxesAHashCannotName_IsRefused_AndSignedByOffset()
    {
        byte[][] sources =
        [
            TestImage.Png([.. Enumerable.Repeat(TestImage.Chunk("tEXt", []), BoxesHashAssertion.MaxNames)]),
            [.. TestImage.Png(), 1],
            [.. TestImage.Jpeg(), .. TestImage.Jpeg()],
        ];

        foreach (var source in sources)
        {
            var error = Assert.Throws<C2paSigningException>(() => Sign(source, byBox: true));
            Assert.Contains("with one hash over the file", error.Message, StringComparison.Ordinal);
            Assert.Equal(ValidationState.Trusted, Development.Validate(Sign(source)).State);
        }
    }

    [Theory]
    [InlineData("jpeg", false)]
    [InlineData("png", false)]
    [InlineData("jpeg", true)]
    [InlineData("png", true)]
    public void SignedImage_AnyByteOfTheImageChanged_IsInvalid(string kind, bool byBox)
    {
        var source = Image(kind);
        var signed = Sign(source, byBox: byBox);
        var at = source.AsSpan().CommonPrefixLength(signed);
        foreach (var i in Enumerable.Range(3, at - 3).Concat(Enumerable.Range(signed.Length - source.Length + at, source.Length - at)))
        {
            var changed = (byte[])signed.Clone();
            changed[i] ^= 0x10;
            Assert.True(IsRejected(changed), $"byte {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StoreOfManySegments_IsReadBack(string kind)
    {
        var builder = Development.ByAi().AddAssertion("org.example.large", CborValue.Of(new byte[300_000]));

        Assert.Equal(ValidationState.Trusted, Development.Validate(Sign(Image(kind), builder)).State);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SignedAgain_KeepsItsFirstManifestAsParent_AndWithoutIsRefused(string kind)
    {
        var once = Sign(Image(kind));
        var (parent, _) = Ingredient.FromFile(new MemoryStream(once), IngredientAssertion.ParentOf, "first", Development.Validation);

        var twice = Sign(once, ManifestBuilder.EditedByAi("x", "1", parent), seed: 2);

        var result = Development.Validate(twice);
        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Equal(kind == "jpeg" ? "image/jpeg" : "image/png", Assert.Single(result.Ingredients).Format);
        Assert.Throws<C2paSigningException>(() => Sign(once));
    }

    [Fact]
    public Task Video_IsNoImage() => Assert.ThrowsAsync<C2paFormatException>(() =>
        ImageSigner.SignAsync(new MemoryStream(TestMp4.MoovFirst()), new MemoryStream(), Development.ByAi(), Development.Signer, Development.Options));

    [Theory]
    [InlineData("mp4")]
    [InlineData("jpeg")]
    [InlineData("text")]
    [InlineData("empty")]
    public async Task Sidecar_HoldsForItsFile_AndForNoOther(string kind)
    {
        var file = kind switch { "mp4" => TestMp4.MoovFirst(), "jpeg" => TestImage.Jpeg(), "text" => "some text"u8.ToArray(), _ => [] };
        using var sidecar = new MemoryStream();

        await SidecarSigner.SignAsync(new MemoryStream(file), sidecar, Development.ByAi(), Development.Signer, Development.Options);

        Assert.Equal(ValidationState.Trusted, C2paValidator.ValidateSidecar(new MemoryStream(file), sidecar, Development.Validation).State);
        byte[] other = file.Length == 0 ? [1] : [.. file[..^1], (byte)(file[^1] ^ 1)];
        if (kind != "jpeg") // A JPEG without its end is none.
            Assert.Equal(ValidationState.Invalid, C2paValidator.ValidateSidecar(new MemoryStream(other), sidecar, Development.Validation).State);
        Assert.Equal(kind == "mp4" ? StatusCodes.ClaimHardBindingsMissing : StatusCodes.AssertionDataHashMismatch,
            C2paValidator.Validate(sidecar, Development.Validation).Failures.Single().Code);
    }

    [Fact]
    public void Sidecar_ThatIsNoStore_IsRejected() =>
        Assert.Throws<C2paFormatException>(() => C2paValidator.ValidateSidecar(new MemoryStream([1]), new MemoryStream(TestImage.Png()), Development.Validation));

    private static byte[] Image(string kind) => kind == "jpeg" ? TestImage.Jpeg(TestImage.Segment(0xE1, "Exif\0\0"u8.ToArray())) : TestImage.Png();

    private static byte[] Sign(byte[] image, ManifestBuilder? manifest = null, int seed = 1, bool byBox = false)
    {
        using var destination = new MemoryStream();
        AssetSigner.SignAsync(new MemoryStream(image), destination, manifest ?? Development.ByAi(), Development.Signer,
            Development.Options with { Random = new SeededRandom(seed), HashImagesByBox = byBox }).GetAwaiter().GetResult();
        return destination.ToArray();
    }

    private static bool IsRejected(byte[] file)
    {
        try
        {
            return !Development.Validate(file).IsValid;
        }
        catch (C2paFormatException)
        {
            return true;
        }
    }
}
