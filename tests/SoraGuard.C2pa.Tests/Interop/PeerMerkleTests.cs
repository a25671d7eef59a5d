using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Interop;

/// <summary>Files with Merkle trees signed here are trusted by c2pa-rs, which is given the development root alone, and still play.</summary>
[Trait("Category", "Integration")]
public sealed class PeerMerkleTests : IDisposable
{
    private const string Fragmented = "-g 10 -movflags +frag_keyframe+empty_moov";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly DevelopmentAuthority Authority = DevelopmentAuthority.Create(Now.AddMinutes(-5), new SeededRandom());
    private static readonly DevelopmentCredential Credential = Authority.Issue(Now.AddMinutes(-5), new SeededRandom());
    private static readonly SigningOptions Signing = new() { Time = Now, Random = new SeededRandom(), Trust = TrustAnchors.FromPem(Authority.RootCertificatePem) };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerAndFfmpegTheory]
    [InlineData("-movflags +faststart", 4096)]
    [InlineData("-movflags +faststart", 2)]
    [InlineData("", 4096)]
    [InlineData("", 1)]
    [InlineData("-f mov", 3)]
    public Task Blocks(string ffmpegOptions, int storedHashes) => AssertTrustedAndPlayable(ffmpegOptions, new MerkleOptions { BlockBytes = 8 * 1024, MaxStoredHashes = storedHashes });

    [PeerAndFfmpegTheory]
    [InlineData("-movflags +faststart", 4096)]
    [InlineData("", 2)]
    public Task Chunks(string ffmpegOptions, int storedHashes) =>
        AssertTrustedAndPlayable(ffmpegOptions, new MerkleOptions { Leaves = MerkleLeaves.Chunks, MaxStoredHashes = storedHashes });

    [PeerAndFfmpegTheory]
    [InlineData(Fragmented, 4096)]
    [InlineData(Fragmented, 2)]
    [InlineData(Fragmented + "+default_base_moof+dash+global_sidx", 1)]
    public Task Fragments(string ffmpegOptions, int storedHashes) =>
        AssertTrustedAndPlayable(ffmpegOptions, new MerkleOptions { Leaves = MerkleLeaves.Fragments, MaxStoredHashes = storedHashes });

    /// <summary>The peer answers for one and the same file with several mdat boxes now this, now that: it takes their trees in no fixed order.</summary>
    [PeerFact]
    public async Task SeveralMdatBoxes_AreTrustedWheneverTheirTreesAreTakenInOrder()
    {
        var movie = Box("moov", FullBox("mvhd", 0, 0, new byte[96]));
        var (source, signed) = (_folder.PathOf("source.mp4"), _folder.PathOf("signed.mp4"));
        File.WriteAllBytes(source, [.. TestMp4.Ftyp, .. Box("mdat", TestMp4.Media(500)), .. movie, .. Box("free"), .. LargeBox("mdat", TestMp4.Media(300)), .. Box("skip", [1])]);

        await SignAsync(source, signed, new MerkleOptions { BlockBytes = 100, MaxStoredHashes = 2 });

        Assert.Contains(Peer.Read(Authority.RootCertificatePem, [.. Enumerable.Repeat(signed, 40)]), verdict => verdict.State == "Trusted");
    }

    /// <summary>Both say no, for every kind of leaf: so that what the peer says of the good files is worth something.</summary>
    [PeerAndFfmpegTheory]
    [InlineData("", MerkleLeaves.Blocks)]
    [InlineData("", MerkleLeaves.Chunks)]
    [InlineData(Fragmented, MerkleLeaves.Fragments)]
    public async Task DamagedMedia_IsInvalidToBoth(string ffmpegOptions, MerkleLeaves leaves)
    {
        var signed = await EncodeAndSignAsync(ffmpegOptions, new MerkleOptions { Leaves = leaves, BlockBytes = 8 * 1024, MaxStoredHashes = 2 });
        var bytes = File.ReadAllBytes(signed);
        bytes[bytes.AsSpan().IndexOf("mdat"u8) + 5_000] ^= 1;
        File.WriteAllBytes(signed, bytes);

        Assert.Equal(("Invalid", StatusCodes.AssertionBmffHashMismatch), Read(signed));
        Assert.Equal([StatusCodes.AssertionBmffHashMismatch], Development.Validate(bytes, new ValidationOptions { Time = Now, Trust = Signing.Trust! }).Failures.Select(f => f.Code));
    }

    private async Task AssertTrustedAndPlayable(string ffmpegOptions, MerkleOptions merkle)
    {
        var signed = await EncodeAndSignAsync(ffmpegOptions, merkle);

        Assert.Equal(FrameHashes(_folder.PathOf("source.mp4")), FrameHashes(signed));
        Assert.Equal(("Trusted", ""), Read(signed));
    }

    private async Task<string> EncodeAndSignAsync(string ffmpegOptions, MerkleOptions merkle)
    {
        var (source, signed) = (_folder.PathOf("source.mp4"), _folder.PathOf("signed.mp4"));
        var command = $"-v error -f lavfi -i testsrc2=s=320x180:d=2:r=25 -f lavfi -i sine=d=2 -c:v libx264 -pix_fmt yuv420p -c:a aac {ffmpegOptions} {source}";
        Tool.Run("ffmpeg", command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        await SignAsync(source, signed, merkle);
        return signed;
    }

    private static async Task SignAsync(string source, string signed, MerkleOptions merkle)
    {
        using var signer = PemSigner.FromPem(Credential.ChainPem, Credential.KeyPem);
        using var input = File.OpenRead(source);
        using var output = new FileStream(signed, FileMode.CreateNew, FileAccess.ReadWrite);
        var result = await Mp4Signer.SignAsync(input, output, ManifestBuilder.CreatedByAi("SoraGuard", "0.1.0"), signer, Signing with { Merkle = merkle });
        Assert.Equal(ValidationState.Trusted, result.Validation.State);
    }

    private static (string?, string) Read(string signed)
    {
        var verdict = Peer.Read(Authority.RootCertificatePem, signed).Single();
        return (verdict.State ?? verdict.Error, string.Join(' ', verdict.Failures));
    }

    private static string FrameHashes(string file) => Tool.Run("ffmpeg", ["-v", "error", "-i", file, "-f", "framehash", "-"]);
}
