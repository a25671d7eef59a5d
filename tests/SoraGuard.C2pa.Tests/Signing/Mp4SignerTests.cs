using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using static SoraGuard.C2pa.Tests.Support.Boxes;

namespace SoraGuard.C2pa.Tests.Signing;

public class Mp4SignerTests
{
    [Fact]
    public async Task Sign_ReturnsWhatTheReReadFound()
    {
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new MemoryStream();

        var result = await Mp4Signer.SignAsync(source, destination, Development.ByAi(), Development.Signer, Development.Options);

        Assert.Equal(ValidationState.Trusted, result.Validation.State);
        Assert.Equal(result.Manifest, result.Validation.ActiveManifest);
        Assert.Matches("^urn:c2pa:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", result.Manifest);
        Assert.Equal(destination.Length, result.Length);
    }

    [Fact]
    public void Sign_PutsTheStoreRightAfterFtypAndKeepsTheRest()
    {
        var original = TestMp4.MoovLast();

        using var signed = new MemoryStream(Development.Sign(original));
        var boxes = BmffReader.Read(signed).Boxes;

        Assert.Equal(["ftyp", "uuid", "mdat", "moov"], boxes.Select(b => b.Type.ToString()));
        var mdat = original.AsSpan(TestMp4.Ftyp.Length, 608);
        Assert.True(signed.ToArray().AsSpan((int)boxes[2].Offset, 608).SequenceEqual(mdat));
    }

    [Fact]
    public void Sign_SameRandomSource_GivesTheSameManifestButForTheSignature()
    {
        var first = Development.Validate(Development.Sign(TestMp4.MoovFirst()));
        var second = Development.Validate(Development.Sign(TestMp4.MoovFirst()));
        var other = Development.Validate(Development.Sign(TestMp4.MoovFirst(), options: Development.Options with { Random = new SeededRandom(2) }));

        Assert.Equal(first.ActiveManifest, second.ActiveManifest);
        Assert.Equal(first.Assertions.Select(a => a.Box.Bytes.ToArray()), second.Assertions.Select(a => a.Box.Bytes.ToArray()));
        Assert.NotEqual(first.ActiveManifest, other.ActiveManifest);
    }

    [Fact]
    public void Sign_NothingLeftOutBeyondTheSpecification() =>
        Assert.DoesNotContain(Development.Validate(Development.Sign(TestMp4.MoovFirst())).Codes, c => c.Code == StatusCodes.BmffHashAdditionalExclusions);

    [Theory]
    [InlineData("free")]
    [InlineData("skip")]
    [InlineData("udta")]
    public void Sign_BoxesOthersLeaveOut_AreHashedHere(string type)
    {
        var signed = Development.Sign([.. TestMp4.MoovFirst(), .. Box(type, [0, 0, 0, 12, .. "name"u8, 1, 2, 3, 4])]);

        signed[^1] ^= 1;

        Assert.Equal(ValidationState.Invalid, Development.Validate(signed).State);
    }

    [Fact]
    public async Task Sign_FileWithAManifest_IsRefusedUnlessItIsKeptOrDiscarded()
    {
        var once = Development.Sign(TestMp4.MoovFirst());

        var error = await Assert.ThrowsAsync<C2paSigningException>(() => Task.Run(() => Development.Sign(once)));
        Assert.Contains("has a manifest already", error.Message, StringComparison.Ordinal);

        var discarded = Development.Validate(Development.Sign(once,
            options: Development.Options with { DiscardExistingManifest = true, Random = new SeededRandom(9) }));
        Assert.Equal(ValidationState.Trusted, discarded.State);
        Assert.Empty(discarded.Ingredients);
        Assert.Equal(once.Length, Development.Sign(once, options: Development.Options with { DiscardExistingManifest = true }).Length);
    }

    [Fact]
    public async Task Sign_ExpiredCertificate_Fails()
    {
        var error = await Assert.ThrowsAsync<C2paSigningException>(() =>
            Task.Run(() => Development.Sign(TestMp4.MoovFirst(), options: Development.Options with { Time = Development.Credential.ValidTo.AddSeconds(1) })));

        Assert.Contains(StatusCodes.ClaimSignatureOutsideValidity, error.Validation!.Failures.Select(f => f.Code));
    }

    [Fact]
    public async Task Sign_SignerOutsideTheAnchors_FailsIfAnchorsAreGiven()
    {
        var others = TrustAnchors.FromPem(DevelopmentAuthority.Create(Development.Now, new SeededRandom(), "Other").RootCertificatePem);

        await Assert.ThrowsAsync<C2paSigningException>(() =>
            Task.Run(() => Development.Sign(TestMp4.MoovFirst(), options: Development.Options with { Trust = others })));
        Assert.Equal(ValidationState.Valid,
            Development.Validate(Development.Sign(TestMp4.MoovFirst(), options: Development.Options with { Trust = null }),
            Development.Validation with { Trust = others }).State);
    }

    [Fact]
    public async Task Sign_DestinationThatDoesNotKeepWhatItIsGiven_Fails()
    {
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new ForgetfulStream();

        await Assert.ThrowsAsync<C2paSigningException>(() =>
            Mp4Signer.SignAsync(source, destination, Development.ByAi(), Development.Signer, Development.Options));
    }

    [Fact]
    public async Task Sign_UnusableStreams_AreTheCallersMistake()
    {
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var readOnly = new MemoryStream([], writable: false);
        using var used = new MemoryStream([1]);

        await Assert.ThrowsAsync<ArgumentException>(() => Mp4Signer.SignAsync(source, readOnly, Development.ByAi(), Development.Signer, Development.Options));
        await Assert.ThrowsAsync<ArgumentException>(() => Mp4Signer.SignAsync(source, used, Development.ByAi(), Development.Signer, Development.Options));
        await Assert.ThrowsAsync<ArgumentException>(() => Mp4Signer.SignAsync(source, source, Development.ByAi(), Development.Signer, Development.Options));
    }

    [Theory]
    [InlineData("")]
    [InlineData("moov")]
    [InlineData("free")]
    public void Sign_FileThatDoesNotStartWithFtyp_IsRefused(string first) =>
        Assert.Throws<C2paFormatException>(() => Development.Sign(first.Length == 0 ? [] : [.. Box(first), .. TestMp4.Ftyp]));

    [Fact]
    public async Task Sign_Cancelled_Stops()
    {
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new MemoryStream();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Mp4Signer.SignAsync(source, destination, Development.ByAi(), Development.Signer, Development.Options, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Sign_TruncatedSource_ThrowsOrSignsWhatIsThere()
    {
        var whole = TestMp4.MoovFirst(mediaBytes: 32);
        for (var length = 0; length < whole.Length; length++)
        {
            var error = Record.Exception(() => Development.Sign(whole[..length]));
            Assert.True(error is null or C2paFormatException, $"cut to {length}: {error}");
        }
    }

    /// <summary>Loses the last byte of the media.</summary>
    private sealed class ForgetfulStream : MemoryStream
    {
        public override void Flush() => GetBuffer()[Length - 1] ^= 1;
    }
}
