using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Examples;

/// <summary>What the README shows compiles and does what it says: the lines between the marks stand in the README.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task Examples_Work()
    {
        var (chainPem, keyPem, anchorsPem) = (Development.Credential.ChainPem, Development.Credential.KeyPem, Development.Authority.RootCertificatePem);
        var (now, trust) = (Development.Now, Development.Trust);
        using var random = RandomNumberGenerator.Create();
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new MemoryStream();

        // README: sign
        using var signer = PemSigner.FromPem(chainPem, keyPem);
        var manifest = ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0");
        var signed = await Mp4Signer.SignAsync(source, destination, manifest, signer, new SigningOptions { Time = now, Random = random });
        // end

        Assert.Equal(ValidationState.Valid, signed.Validation.State);
        await Edit(destination, now, trust, signer, random);
        Validate(destination, now, anchorsPem);
    }

    [Fact]
    public void Examples_AreThoseOfTheReadme()
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src", "SoraGuard.C2pa", "README.md"));
        var source = Path.Combine(SharedData.RepositoryRoot, "tests", "SoraGuard.C2pa.Tests", "Examples", "ReadmeTests.cs");
        var lines = File.ReadAllLines(source).Select(l => l.Trim()).ToList();
        var examples = lines.Index().Where(l => l.Item.StartsWith("// README: ", StringComparison.Ordinal)).ToList();

        Assert.Equal(5, examples.Count);
        Assert.All(examples, e => Assert.Contains(string.Join('\n', lines.Skip(e.Index + 1).TakeWhile(l => l != "// end")), readme, StringComparison.Ordinal));
    }

    [Fact]
    public async Task OtherFormats_Work()
    {
        using var signer = PemSigner.FromPem(Development.Credential.ChainPem, Development.Credential.KeyPem);
        using var random = RandomNumberGenerator.Create();
        var (manifest, options) = (Development.ByAi(), Development.Options with { Random = random });
        var review = CborValue.Map(("verdict", CborValue.Of("allow")));
        using var image = new MemoryStream(TestImage.Jpeg());
        using var anyFile = new MemoryStream("text"u8.ToArray());
        using MemoryStream signedImage = new(), sidecar = new(), signedVideo = new();
        signedVideo.Write(Development.Sign(TestMp4.MoovFirst()));

        // README: formats
        await AssetSigner.SignAsync(image, signedImage, manifest, signer, options); // MP4, MOV, JPEG or PNG, by the first bytes
        await SidecarSigner.SignAsync(anyFile, sidecar, manifest, signer, options); // the file stays as it is
        await UpdateSigner.UpdateInPlaceAsync(signedVideo, ManifestBuilder.Update("SoraGuard", "0.1.0").AddAssertion("org.example.review", review), signer, options);
        // end

        Assert.All([signedImage, signedVideo], s => Assert.Equal(ValidationState.Trusted, C2paValidator.Validate(s, Development.Validation).State));
        Assert.Equal(ValidationState.Trusted, C2paValidator.ValidateSidecar(anyFile, sidecar, Development.Validation).State);
    }

    [Fact]
    public async Task MoreOfWhatCanBeSaid_Works()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("O=Test, CN=rsa", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.4.1.62558.2.1")], false));
        using var certificate = request.CreateSelfSigned(Development.Now.AddDays(-1), Development.Now.AddDays(1));
        var (rsaChainPem, rsaKeyPem, options) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), Development.Options with { Trust = null });
        using var image = new MemoryStream(TestImage.Png());
        using var disclosedImage = new MemoryStream();

        // README: more
        var disclosed = ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0").Add(new AiDisclosure { ModelType = "c2pa.types.model", HumanOversightLevel = "prompt_guided" });
        var byBox = options with { HashImagesByBox = true, CompressManifest = true }; // validation names what was changed; fewer bytes
        using var rsa = PemSigner.FromPem(rsaChainPem, rsaKeyPem, CoseAlgorithm.Ps384);
        await AssetSigner.SignAsync(image, disclosedImage, disclosed, rsa, byBox);
        // end

        var result = C2paValidator.Validate(disclosedImage, Development.Validation);
        Assert.Equal((ValidationState.Valid, "prompt_guided"), (result.State, result.AiDisclosures.Single().HumanOversightLevel));
        Assert.Contains(StatusCodes.AssertionBoxesHashMatch, result.Codes.Select(c => c.Code));
    }

    [Fact]
    public void Library_NeedsNothingOutsideTheFramework() =>
        Assert.All(typeof(C2paValidator).Assembly.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));

    private static async Task Edit(Stream original, DateTimeOffset now, TrustAnchors trust, PemSigner signer, RandomNumberGenerator random)
    {
        using var edited = new MemoryStream();

        // README: edit
        var (parent, found) = Ingredient.FromMp4(original, IngredientAssertion.ParentOf, "original.mp4", new ValidationOptions { Time = now, Trust = trust });
        var manifest = ManifestBuilder.EditedByAi("SoraGuard", "0.1.0", parent);
        var signed = await Mp4Signer.SignAsync(original, edited, manifest, signer, new SigningOptions { Time = now, Random = random, Trust = trust });
        // end

        Assert.Equal((ValidationState.Trusted, ValidationState.Trusted), (found.State, signed.Validation.State));
    }

    private static void Validate(Stream file, DateTimeOffset now, string anchorsPem)
    {
        // README: validate
        var result = C2paValidator.Validate(file, new ValidationOptions { Time = now, Trust = TrustAnchors.FromPem(anchorsPem) });
        Console.WriteLine(result.Summary);
        Console.WriteLine(ValidationReport.ToJson("clip.mp4", result));
        // end

        Assert.Equal(ValidationState.Trusted, result.State);
    }
}
