using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Tests.Validation;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>Files signed here are trusted by c2pa-rs, which is given the development root alone, and still play.</summary>
[Trait("Category", "Integration")]
public sealed class PeerTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create(Now.AddMinutes(-5), new SeededRandom());
    private static readonly DevelopmentCredential Credential = Authority.Issue(Now.AddMinutes(-5), new SeededRandom());
    private static readonly ValidationOptions Validation = new() { Time = Now, Trust = TrustAnchors.FromPem(Authority.RootCertificatePem) };

    private readonly TemporaryFolder _folder = new();
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();

    public void Dispose()
    {
        _folder.Dispose();
        _random.Dispose();
    }

    [PeerAndFfmpegTheory]
    [InlineData("moov-first", "-movflags +faststart")]
    [InlineData("moov-last", "")]
    [InlineData("with-audio", "-f lavfi -i sine=d=1 -shortest -c:a aac -movflags +faststart")]
    [InlineData("fragmented", "-movflags +frag_keyframe+empty_moov+default_base_moof -g 10")]
    [InlineData("fragmented-with-base-offsets", "-movflags +frag_keyframe+empty_moov -g 10")]
    [InlineData("fragmented-with-index", "-movflags +frag_keyframe+empty_moov+default_base_moof+dash+global_sidx -g 10")]
    [InlineData("quicktime", "-f mov")]
    public async Task SignedClip_IsTrustedByThePeer_AndPlaysAsBefore(string name, string ffmpegOptions)
    {
        var (source, signed) = (_folder.PathOf(name + ".mp4"), _folder.PathOf(name + "-signed.mp4"));
        var inputs = ffmpegOptions.StartsWith("-f lavfi", StringComparison.Ordinal) ? ffmpegOptions : "";
        var output = inputs.Length > 0 ? "" : ffmpegOptions;
        var command = $"-v error -f lavfi -i testsrc2=s=160x90:d=1:r=25 {inputs} -c:v libx264 -pix_fmt yuv420p {output} {source}";
        Tool.Run("ffmpeg", command.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        await SignAsync(source, signed, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"));

        AssertTrusted(signed);
        Assert.Equal(FrameHashes(source), FrameHashes(signed));
    }

    [PeerFact]
    public async Task SignedEdgeCases_AreTrustedByThePeer()
    {
        var movie = Box("moov", FullBox("mvhd", 0, 0, new byte[96]));
        var cases = new Dictionary<string, byte[]>
        {
            ["tiny"] = [.. TestMp4.Ftyp, .. movie],
            ["empty-mdat"] = [.. TestMp4.Ftyp, .. movie, .. Box("mdat")],
            ["mdat-to-the-end"] = [.. TestMp4.Ftyp, .. movie, 0, 0, 0, 0, .. "mdat"u8, 1, 2, 3],
            ["large-mdat-header"] = [.. TestMp4.Ftyp, .. LargeBox("mdat", [1, 2, 3]), .. movie],
            ["two-mdats-and-free"] = [.. TestMp4.Ftyp, .. Box("free", [9]), .. Box("mdat", [1]), .. movie, .. Box("mdat", [2]), .. Box("skip")],
        };
        foreach (var (name, file) in cases)
        {
            File.WriteAllBytes(_folder.PathOf(name + ".mp4"), file);
            await SignAsync(_folder.PathOf(name + ".mp4"), _folder.PathOf(name + "-signed.mp4"), ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"));
        }

        AssertTrusted([.. cases.Keys.Select(name => _folder.PathOf(name + "-signed.mp4"))]);
    }

    [PeerFact]
    public async Task ManifestWithEverything_IsTrustedByThePeer_WhichReadsWhatWasWritten()
    {
        var (source, first, second) = (_folder.PathOf("source.mp4"), _folder.PathOf("first.mp4"), _folder.PathOf("second.mp4"));
        File.WriteAllBytes(source, TestMp4.MoovFirst());
        await SignAsync(source, first, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0", new ClaimGeneratorInfo { Name = "model", Version = "2" }, Now));
        var (parent, _) = Ingredient.FromMp4(File.OpenRead(first), IngredientAssertion.ParentOf, "first.mp4", Validation);
        var still = Ingredient.WithoutManifest(IngredientAssertion.ComponentOf, "still.png", "image/png").WithThumbnail("image/jpeg", TestImage.Jpeg());
        var manifest = ManifestBuilder.EditedByAi("SoraGuard", "0.1.0", parent)
            .Add(new C2paAction { Action = ActionNames.Placed }, still)
            .Add(new C2paAction { Action = ActionNames.Watermarked, Description = "luma" })
            .Add(new SoftBinding { Algorithm = "org.example.mark.1",
                Blocks = [new SoftBindingBlock(new SoftBindingScope(TimeSpan.Zero, TimeSpan.FromSeconds(1)), new byte[] { 1, 2 })] })
            .AddAssertion("org.example.review", CborValue.Map(("verdict", CborValue.Of("allow"))))
            .AddAssertion("org.example.review", CborValue.Map(("verdict", CborValue.Of("label"))))
            .AddJsonAssertion("org.example.note", """{"text":"ü"}"""u8.ToArray(), gathered: true)
            .WithThumbnail("image/png", TestImage.Png());
        manifest.Title = "second";

        await SignAsync(first, second, manifest);

        var report = AssertTrusted(second).Single().Report;
        var written = report.GetProperty("manifests").GetProperty(report.GetProperty("active_manifest").GetString()!);
        Assert.Equal("second", written.GetProperty("title").GetString());
        var assertions = written.GetProperty("assertions").EnumerateArray().ToDictionary(a =>
            (a.GetProperty("label").GetString(), a.TryGetProperty("instance", out var i) ? i.GetInt32() : 0), a => a.GetProperty("data"));
        Assert.Equal("allow", assertions.First(a => a.Key.Item1 == "org.example.review").Value.GetProperty("verdict").GetString());
        Assert.Equal("label",
            assertions.Last(a => a.Key.Item1!.StartsWith("org.example.review", StringComparison.Ordinal)).Value.GetProperty("verdict").GetString());
        Assert.Equal("ü", assertions.Single(a => a.Key.Item1 == "org.example.note").Value.GetProperty("text").GetString());
        Assert.Equal("org.example.mark.1", assertions.Single(a => a.Key.Item1 == AssertionLabels.SoftBinding).Value.GetProperty("alg").GetString());
        Assert.Equal(["parentOf", "componentOf"], written.GetProperty("ingredients").EnumerateArray().Select(i => i.GetProperty("relationship").GetString()));
        Assert.Equal(2, report.GetProperty("manifests").EnumerateObject().Count());
        Assert.Equal("image/png", written.GetProperty("thumbnail").GetProperty("format").GetString());
        Assert.Equal("image/jpeg", written.GetProperty("ingredients")[1].GetProperty("thumbnail").GetProperty("format").GetString());
    }

    [PeerAndFfmpegTheory]
    [InlineData("jpg", false)]
    [InlineData("png", false)]
    [InlineData("jpg", true)]
    [InlineData("png", true)]
    public async Task SignedImage_IsTrustedByThePeer(string extension, bool isHashedByBox)
    {
        var (source, signed, edited) = (_folder.PathOf($"source.{extension}"), _folder.PathOf($"signed.{extension}"), _folder.PathOf($"edited.{extension}"));
        Tool.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180", "-frames:v", "1", "-slices", "4", source]);

        SigningOptions Change(SigningOptions options) => options with { HashImagesByBox = isHashedByBox };
        await SignAsync(source, signed, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), Change);
        using (var file = File.OpenRead(signed))
        {
            var (parent, _) = Ingredient.FromFile(file, IngredientAssertion.ParentOf, "signed", Validation);
            await SignAsync(signed, edited, ManifestBuilder.EditedByAi("SoraGuard", "0.1.0", parent).AddAssertion("org.example.large", CborValue.Of(new byte[200_000])), Change);
        }

        AssertTrusted(signed, edited);
        Assert.Equal(FrameHashes(source), FrameHashes(edited));
    }

    [PeerFact]
    public async Task TimeStampedClip_IsTrustedByThePeer_WhichFindsTheTime()
    {
        using var authority = new TestTimeStampAuthority(validFrom: Now.AddDays(-1)) { Time = Now };
        var (source, signed) = (_folder.PathOf("source.mp4"), _folder.PathOf("stamped.mp4"));
        File.WriteAllBytes(source, TestMp4.MoovFirst());

        await SignAsync(source, signed, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), o => o with { TimeStamp = authority.Client(), TimeStampTrust = authority.Trust });

        var verdict = Peer.Read($"{Authority.RootCertificatePem}\n{authority.RootPem}\n", signed).Single();
        Assert.Equal(("Trusted", ""), (verdict.State ?? verdict.Error, string.Join(' ', verdict.Failures)));
        var successes = verdict.Report.GetProperty("validation_results").GetProperty("activeManifest").GetProperty("success").EnumerateArray()
            .Select(s => s.GetProperty("code").GetString()).ToList();
        Assert.Contains(StatusCodes.TimeStampTrusted, successes);
        Assert.Contains(StatusCodes.TimeStampValidated, successes);
    }

    [PeerAndFfmpegTheory]
    [InlineData(4)]
    public async Task SignedFragments_AreTrustedByThePeer(int seconds)
    {
        var command = $"-v error -f lavfi -i testsrc2=s=160x90:d={seconds}:r=25 -c:v libx264 -pix_fmt yuv420p -g 25 -f dash -seg_duration 1 -init_seg_name init.mp4 -media_seg_name $Number$.m4s {_folder.PathOf("x.mpd")}";
        Tool.Run("ffmpeg", command.Split(' '));
        var sources = Enumerable.Range(1, seconds).Select(n => _folder.PathOf($"{n}.m4s")).ToList();
        FragmentFile[] fragments = [.. sources.Select(s => new FragmentFile(() => File.OpenRead(s), () => new FileStream(s + ".signed.m4s", FileMode.OpenOrCreate, FileAccess.ReadWrite)))];
        using var signer = PemSigner.FromPem(Credential.ChainPem, Credential.KeyPem);
        using (var init = File.OpenRead(_folder.PathOf("init.mp4")))
        using (var signedInit = new FileStream(_folder.PathOf("signed.mp4"), FileMode.CreateNew, FileAccess.ReadWrite))
            await FragmentSigner.SignAsync(init, signedInit, fragments, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), signer,
                new SigningOptions { Time = Now, Random = _random, Trust = Validation.Trust });

        AssertTrusted([.. sources.Select(s => $"{_folder.PathOf("signed.mp4")}+{s}.signed.m4s")]);
        File.WriteAllBytes(_folder.PathOf("all.mp4"), [.. File.ReadAllBytes(_folder.PathOf("signed.mp4")), .. sources.SelectMany(s => File.ReadAllBytes(s + ".signed.m4s"))]);
        Assert.Equal(seconds * 25, FrameHashes(_folder.PathOf("all.mp4")).Split('\n').Count(l => l.StartsWith("0,", StringComparison.Ordinal)));
    }

    [PeerAndFfmpegTheory]
    [InlineData("mp4", false)]
    [InlineData("jpg", false)]
    [InlineData("png", false)]
    [InlineData("jpg", true)]
    [InlineData("png", true)]
    public async Task UpdatedFile_IsTrustedByThePeer(string extension, bool isHashedByBox)
    {
        var (source, signed) = (_folder.PathOf($"source.{extension}"), _folder.PathOf($"updated.{extension}"));
        if (extension == "mp4")
            File.WriteAllBytes(source, TestMp4.MoovFirst());
        else
            Tool.Run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180", "-frames:v", "1", "-slices", "4", source]);
        await SignAsync(source, signed, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), o => o with { HashImagesByBox = isHashedByBox });
        using var signer = PemSigner.FromPem(Credential.ChainPem, Credential.KeyPem);
        for (var i = 0; i < 2; i++)
            using (var file = new FileStream(signed, FileMode.Open, FileAccess.ReadWrite))
            {
                var update = ManifestBuilder.Update("SoraGuard", "0.1.0").AddAssertion("org.example.review", CborValue.Map(("n", CborValue.Of(i)), ("pad", CborValue.Of(new byte[70_000]))));
                await UpdateSigner.UpdateInPlaceAsync(file, update, signer, new SigningOptions { Time = Now, Random = _random, Trust = Validation.Trust });
            }

        var report = AssertTrusted(signed).Single().Report;

        Assert.Equal(3, report.GetProperty("manifests").EnumerateObject().Count());
    }

    [PeerFact]
    public async Task CompressedManifests_AreTrustedByThePeer()
    {
        var sources = new Dictionary<string, byte[]> { ["mp4"] = TestMp4.MoovFirst(), ["jpg"] = TestImage.Jpeg(), ["png"] = TestImage.Png() };
        var signed = new List<string>();
        foreach (var (extension, content) in sources)
        {
            string[] files = [_folder.PathOf($"source.{extension}"), _folder.PathOf($"first.{extension}"), _folder.PathOf($"second.{extension}")];
            File.WriteAllBytes(files[0], content);
            await SignAsync(files[0], files[1], ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), o => o with { CompressManifest = true });
            using var first = File.OpenRead(files[1]);
            var (parent, _) = Ingredient.FromFile(first, IngredientAssertion.ParentOf, "first", Validation);
            await SignAsync(files[1], files[2], ManifestBuilder.EditedByAi("SoraGuard", "0.1.0", parent), o => o with { CompressManifest = true });
            signed.AddRange(files[1..]);
        }

        AssertTrusted([.. signed]);
    }

    /// <summary>The peer finds the same failures, or none where there are none.</summary>
    [PeerFact]
    public void WhatIsKeptElsewhere_IsJudgedAsByThePeer()
    {
        using var signer = PemSigner.FromPem(Credential.ChainPem, Credential.KeyPem);
        var cases = StandardAssertionTests.Cases().SelectMany(c => new[] { true, false }.Select(isGathered => (Label: (string)c[0], Value: (CborValue)c[1], isGathered)));
        var (files, expected) = (new List<string>(), new List<string>());
        foreach (var (label, value, isGathered) in cases)
        {
            var manifest = ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0").AddAssertion(label, value, isGathered);
            var (file, result) = StandardAssertionTests.Sign(manifest, new SigningOptions { Time = Now, Random = _random, Trust = Validation.Trust }, signer);
            files.Add(_folder.PathOf($"{files.Count}.mp4"));
            File.WriteAllBytes(files[^1], file);
            expected.Add(string.Join(' ', result.Failures.Select(f => f.Code)));
        }

        var verdicts = Peer.Read(Authority.RootCertificatePem, [.. files]);

        Assert.Equal(expected, verdicts.Select(v => v.Error ?? string.Join(' ', v.Failures)));
    }

    /// <summary>The peer takes a store beside its asset from the address in the asset's XMP, which the script answers.</summary>
    [PeerFact]
    public async Task Sidecar_IsTrustedByThePeer_AndNotForAnotherFile()
    {
        var xmp = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="http://store.test/s.c2pa"/></rdf:RDF></x:xmpmeta>"""u8.ToArray();
        var files = new Dictionary<string, byte[]>
        {
            ["jpg"] = TestImage.Jpeg(TestImage.Segment(0xE1, "http://ns.adobe.com/xap/1.0/\0"u8.ToArray(), xmp)),
            ["png"] = TestImage.Png(TestImage.Chunk("iTXt", [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. xmp])),
            ["mp4"] = [.. TestMp4.MoovFirst(), .. Box("uuid", Convert.FromHexString("be7acfcb97a942e89c71999491e3afac"), xmp)],
        };
        foreach (var (extension, content) in files)
        {
            File.WriteAllBytes(_folder.PathOf($"asset.{extension}"), content);
            var changed = (byte[])content.Clone();
            changed[^(extension == "jpg" ? 3 : xmp.Length)] ^= 1;
            File.WriteAllBytes(_folder.PathOf($"changed.{extension}"), changed);
            using var signer = PemSigner.FromPem(Credential.ChainPem, Credential.KeyPem);
            using var sidecar = new FileStream(_folder.PathOf($"{extension}.c2pa"), FileMode.CreateNew, FileAccess.ReadWrite);
            await SidecarSigner.SignAsync(new MemoryStream(content), sidecar, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), signer, new SigningOptions { Time = Now, Random = _random, Trust = Validation.Trust });
        }

        AssertTrusted([.. files.Keys.Select(e => $"{_folder.PathOf($"asset.{e}")}|{_folder.PathOf($"{e}.c2pa")}")]);
        Assert.All(Peer.Read(Authority.RootCertificatePem, [.. files.Keys.Select(e => $"{_folder.PathOf($"changed.{e}")}|{_folder.PathOf($"{e}.c2pa")}")]),
            v => Assert.NotEqual("Trusted", v.State));
    }

    /// <summary>With the keys of c2pa-rs's own tests, one for each algorithm.</summary>
    [PeerFact]
    public async Task EveryAlgorithm_IsTrustedByThePeer()
    {
        if (SharedData.ReasonToSkip("c2pa") is not null)
            return;
        var folder = SharedData.PathOf("c2pa", "c2pa-rs", "certs");
        var roots = File.ReadAllText(Path.Combine(folder, "trust", "test_cert_root_bundle.pem"));
        var options = new SigningOptions { Time = Now, Random = _random, Trust = TrustAnchors.FromPem(roots) };
        var sources = new Dictionary<string, byte[]> { ["mp4"] = TestMp4.MoovFirst(), ["jpg"] = TestImage.Jpeg(), ["png"] = TestImage.Png() };
        foreach (var algorithm in Enum.GetValues<CoseAlgorithm>())
        {
            var name = algorithm.ToString().ToLowerInvariant();
            using var signer = PemSigner.FromPem(File.ReadAllText(Path.Combine(folder, name + ".pub")), File.ReadAllText(Path.Combine(folder, name + ".pem")), algorithm);
            foreach (var (extension, content) in sources)
            {
                using var source = new MemoryStream(content);
                using var output = new FileStream(_folder.PathOf($"{name}.{extension}"), FileMode.CreateNew, FileAccess.ReadWrite);
                await AssetSigner.SignAsync(source, output, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), signer, options);
            }
        }

        var verdicts = Peer.Read(roots, [.. Directory.GetFiles(_folder.PathOf(""))]);

        Assert.Equal(7 * 3, verdicts.Count);
        Assert.All(verdicts, v => Assert.Equal(("Trusted", ""), (v.State ?? v.Error, string.Join(' ', v.Failures))));
    }

    [PeerFact]
    public async Task DamagedFile_IsInvalidToBoth()
    {
        var (source, signed) = (_folder.PathOf("source.mp4"), _folder.PathOf("signed.mp4"));
        File.WriteAllBytes(source, TestMp4.MoovFirst());
        await SignAsync(source, signed, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"));
        var bytes = File.ReadAllBytes(signed);
        bytes[^1] ^= 1;
        File.WriteAllBytes(signed, bytes);

        var verdict = Peer.Read(Authority.RootCertificatePem, signed).Single();

        Assert.Equal(("Invalid", StatusCodes.AssertionBmffHashMismatch), (verdict.State, verdict.Failures.Single()));
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Development.Validate(bytes, Validation).Failures.Select(f => f.Code));
    }

    private async Task SignAsync(string source, string signed, ManifestBuilder manifest, Func<SigningOptions, SigningOptions>? change = null)
    {
        using var signer = PemSigner.FromPem(Credential.ChainPem, Credential.KeyPem);
        using var input = File.OpenRead(source);
        using var output = new FileStream(signed, FileMode.CreateNew, FileAccess.ReadWrite);
        var options = new SigningOptions { Time = Now, Random = _random, Trust = Validation.Trust };
        var result = await AssetSigner.SignAsync(input, output, manifest, signer, change?.Invoke(options) ?? options);
        Assert.Equal(ValidationState.Trusted, result.Validation.State);
    }

    private static IReadOnlyList<PeerVerdict> AssertTrusted(params string[] files)
    {
        var verdicts = Peer.Read(Authority.RootCertificatePem, files);
        Assert.Equal(files.Length, verdicts.Count);
        Assert.All(verdicts, v => Assert.Equal(("Trusted", ""), (v.State ?? v.Error, string.Join(' ', v.Failures.Concat(v.IngredientFailures)))));
        return verdicts;
    }

    private static string FrameHashes(string file) => Tool.Run("ffmpeg", ["-v", "error", "-i", file, "-f", "framehash", "-"]);
}
