using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Validation;

/// <summary>C2PA 2.2 §15.8.1.2, §18.17: a time-stamp that an update manifest adds later keeps an older signature alive.</summary>
public class TimeStampAssertionTests
{
    /// <summary>When the update is made: the older certificate still holds, for two months.</summary>
    private static readonly DateTimeOffset Later = Development.Now.AddDays(300);

    /// <summary>The older certificate has expired; the update's has not.</summary>
    private static readonly DateTimeOffset MuchLater = Development.Now.AddDays(500);

    private static readonly DevelopmentCredential LaterCredential = Development.Authority.Issue(Later.AddDays(-1), new SeededRandom(5));

    [Fact]
    public async Task TimeStampOfTheOlderSignature_ShowsThatItWasMadeInTime()
    {
        using var authority = new TestTimeStampAuthority(Later.AddDays(-10)) { Time = Later };
        var (file, older) = await UpdateAsync(authority, stamped => stamped);

        var result = Validate(file, authority.Trust);

        Assert.Equal(ValidationState.Trusted, result.State);
        Assert.Contains(result.Codes, c => c.Code == StatusCodes.TimeStampTrusted && c.Uri.Contains(older, StringComparison.Ordinal));
        Assert.Contains(result.Codes, c => c.Code == StatusCodes.ClaimSignatureInsideValidity && c.Uri.Contains(older, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TimeStampNobodyVouchesFor_DoesNotCount()
    {
        using var authority = new TestTimeStampAuthority(Later.AddDays(-10)) { Time = Later };
        var (file, older) = await UpdateAsync(authority, stamped => stamped);

        AssertExpired(Validate(file, TrustAnchors.None), older, StatusCodes.TimeStampUntrusted);
    }

    [Fact]
    public async Task TimeStampOfSomethingElse_DoesNotCount()
    {
        using var authority = new TestTimeStampAuthority(Later.AddDays(-10)) { Time = Later };
        var (file, older) = await UpdateAsync(authority, stamped => [.. stamped, 0]);

        AssertExpired(Validate(file, authority.Trust), older, StatusCodes.TimeStampMismatch);
    }

    /// <summary>It proves that the signature existed then, which was too late.</summary>
    [Fact]
    public async Task TimeStampAfterTheCertificateExpired_DoesNotHelp()
    {
        using var authority = new TestTimeStampAuthority(Later.AddDays(10)) { Time = Later.AddDays(150) };
        var (file, older) = await UpdateAsync(authority, stamped => stamped);

        AssertExpired(Validate(file, authority.Trust), older, StatusCodes.TimeStampTrusted);
    }

    [Fact]
    public async Task UpdateWithoutATimeStamp_LeavesTheOlderSignatureExpired()
    {
        using var authority = new TestTimeStampAuthority(Later.AddDays(-10)) { Time = Later };
        var (file, older) = await UpdateAsync(authority, stamped => stamped, label: "org.example.no-time-stamp");

        AssertExpired(Validate(file, authority.Trust), older, note: null);
    }

    private static void AssertExpired(ValidationResult result, string older, string? note)
    {
        Assert.Equal(ValidationState.Invalid, result.State);
        var failure = Assert.Single(result.Failures);
        Assert.Equal((StatusCodes.ClaimSignatureOutsideValidity, true), (failure.Code, failure.Uri.Contains(older, StringComparison.Ordinal)));
        Assert.Equal(note is not null, result.Codes.Any(c => c.Code == note && c.Uri.Contains(older, StringComparison.Ordinal)));
    }

    private static ValidationResult Validate(byte[] file, TrustAnchors timeStampTrust) =>
        Development.Validate(file, new ValidationOptions { Time = MuchLater, Trust = Development.Trust, TimeStampTrust = timeStampTrust });

    /// <returns>The file, and the label of the older manifest.</returns>
    private static async Task<(byte[] File, string Older)> UpdateAsync(
        TestTimeStampAuthority authority, Func<byte[], byte[]> change, string label = AssertionLabels.TimeStamp)
    {
        var signed = Development.Sign(TestMp4.MoovFirst());
        var manifest = ManifestStore.Parse(Asset.Open(new MemoryStream(signed)).ReadStore()).Active;
        var cose = CoseSign1.Parse(manifest.FindSignature("self#jumbf=c2pa.signature")!.Value);
        var token = authority.Token(change(cose.ToBeStamped(CoseSign1.SignatureAsPayload(cose.Signature))));
        var update = ManifestBuilder.Update("SoraGuard.Tests", "1.0").AddAssertion(label, CborValue.Map((manifest.Label, CborValue.Of(token))));
        using var signer = PemSigner.FromPem(LaterCredential.ChainPem, LaterCredential.KeyPem);
        using var file = new MemoryStream();
        file.Write(signed);
        await UpdateSigner.UpdateInPlaceAsync(file, update, signer, new SigningOptions { Time = Later, Random = new SeededRandom(6), Trust = Development.Trust });
        return (file.ToArray(), manifest.Label);
    }
}
