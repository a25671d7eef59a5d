using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>AVIF and HEIC by others, signed here: their items, which <c>iloc</c> points to, stay as they are (C2PA 2.2 §A.5.9).</summary>
public class StillImageTests
{
    [SharedDataTheory("c2pa")]
    [InlineData("c2pa-rs/sample1.avif", "image/avif")]
    [InlineData("c2pa-ts/trustnxt-icon-signed-v2-bmff.heic", "image/heic")]
    public void Items_StayWhatTheyWere(string name, string mediaType)
    {
        var original = File.ReadAllBytes(SharedData.PathOf("c2pa", name));

        var signed = Development.Sign(original, options: Development.Options with { DiscardExistingManifest = true });

        Assert.Equal(ValidationState.Trusted, Development.Validate(signed).State);
        Assert.Equal(mediaType, Assets.Asset.Open(new MemoryStream(signed)).MediaType);
        var items = Items(original);
        Assert.NotEmpty(items);
        Assert.Equal(items, Items(signed));
    }

    [Trait("Category", "Integration")]
    [PeerTheory]
    [InlineData("c2pa-rs/sample1.avif")]
    [InlineData("c2pa-ts/trustnxt-icon-signed-v2-bmff.heic")]
    public void Signed_IsTrustedByThePeer(string name)
    {
        if (SharedData.ReasonToSkip("c2pa") is not null)
            return;
        using var folder = new TemporaryFolder();
        var (now, random) = (DateTimeOffset.UtcNow, new SeededRandom());
        var authority = DevelopmentAuthority.Create(now.AddMinutes(-5), random);
        var credential = authority.Issue(now.AddMinutes(-5), random);
        using var signer = PemSigner.FromPem(credential.ChainPem, credential.KeyPem);
        var signed = folder.PathOf("signed" + Path.GetExtension(name));
        var options = new SigningOptions { Time = now, Random = random, DiscardExistingManifest = true };
        File.WriteAllBytes(signed, Development.Sign(File.ReadAllBytes(SharedData.PathOf("c2pa", name)), signer: signer, options: options));

        var verdict = Peer.Read(authority.RootCertificatePem, signed).Single();

        Assert.Equal(("Trusted", ""), (verdict.State ?? verdict.Error, string.Join(' ', verdict.Failures)));
    }

    /// <summary>The bytes at every place that <c>iloc</c> names, 32 of each: enough to know them again.</summary>
    private static IReadOnlyList<string> Items(byte[] file)
    {
        var boxes = BmffReader.Read(new MemoryStream(file));
        var tables = ItemLocations.Find(boxes, boxes.All().Single(b => b.Type == BoxTypes.Iloc));
        return [.. tables.Select(t => file.AsSpan((int)t.Position, t.Width).ToArray().Aggregate(0, (n, b) => n << 8 | b)).Select(at => Convert.ToHexString(file.AsSpan(at, 32)))];
    }
}
