using System.Net;
using System.Net.Sockets;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.TimeStamps;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Signing;

/// <summary>Signing with a time-stamp (RFC 3161 §3.4, C2PA 2.2 §10.3.2.5).</summary>
public class TimeStampedSigningTests
{
    [Fact]
    public void SignedFile_IsValidAfterItsCertificateHasExpired()
    {
        using var authority = new TestTimeStampAuthority();

        var file = Development.Sign(TestMp4.MoovFirst(), options: Options(authority));

        var later = Development.Validation with { Time = Development.Now.AddYears(8) };
        Assert.Equal(ValidationState.Invalid, Development.Validate(file, later).State);
        var result = Development.Validate(file, later with { TimeStampTrust = authority.Trust });
        Assert.Equal((ValidationState.Trusted, authority.Time), (result.State, result.SigningTime));
        Assert.Equal([StatusCodes.TimeStampTrusted, StatusCodes.TimeStampValidated],
            result.Codes.Where(c => c.Code.StartsWith("timeStamp", StringComparison.Ordinal)).Select(c => c.Code));
    }

    /// <summary>§15.8.2: a trusted time at which the signer's certificate was not valid convicts, even if it is valid now.</summary>
    [Theory]
    [InlineData(-50)]
    [InlineData(3000)]
    public void TimeStampOutsideTheSignersValidity_IsInvalid(int days)
    {
        using var authority = new TestTimeStampAuthority(validFrom: Development.Now.AddDays(days - 5)) { Time = Development.Now.AddDays(days) };
        var options = Options(authority) with { TimeStampTrust = authority.Trust };

        var error = Assert.Throws<C2paSigningException>(() => Development.Sign(TestMp4.MoovFirst(), options: options));

        Assert.Equal([StatusCodes.ClaimSignatureOutsideValidity], error.Validation!.Failures.Select(f => f.Code));
    }

    [Fact]
    public void AuthorityNobodyVouchesFor_IsNoFailure()
    {
        using var authority = new TestTimeStampAuthority();
        var file = Development.Sign(TestMp4.MoovFirst(), options: Options(authority));

        var result = Development.Validate(file);

        Assert.Equal((ValidationState.Trusted, true, null), (result.State, result.HasUntrustedTimeStamp, result.SigningTime));
        Assert.Equal(StatusKind.Informational, result.Codes.Single(c => c.Code == StatusCodes.TimeStampUntrusted).Kind);
    }

    public static TheoryData<string, Func<HttpResponseMessage>> Answers() => new()
    {
        { "HTTP status 503", () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) },
        { "no time-stamp", () => Answer([]) },
        { "no time-stamp", () => Answer("<html>"u8.ToArray()) },
        { "refused", () => Answer(TestTimeStampAuthority.Response(null, status: 2)) },
        { "more than 65536 bytes", () => Answer(new byte[TimeStampLimits.MaxTokenBytes + 1]) },
        { "cannot be reached", () => throw new HttpRequestException("refused", new SocketException()) },
        { "broke off", () => throw new IOException("reset") },
        { "did not answer", () => throw new TaskCanceledException() },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task NoTimeStamp_FailsOrIsSaid_AsTheOptionsSay(string reason, Func<HttpResponseMessage> answer)
    {
        using var authority = new TestTimeStampAuthority { Answer = answer };

        var error = await Assert.ThrowsAsync<C2paSigningException>(() => SignAsync(Options(authority)));
        var result = await SignAsync(Options(authority) with { TimeStampFailurePolicy = TimeStampFailurePolicy.SignWithout });

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, result.TimeStampFailure, StringComparison.Ordinal);
        Assert.Equal((ValidationState.Trusted, null), (result.Validation.State, result.Validation.SigningTime));
    }

    [Fact]
    public async Task TimeStampThatDoesNotHold_IsNotTaken()
    {
        async Task<string> ErrorAsync(Action<TestTimeStampAuthority> change, Func<SigningOptions, SigningOptions>? options = null)
        {
            using var authority = new TestTimeStampAuthority();
            change(authority);
            return (await Assert.ThrowsAsync<C2paSigningException>(() => SignAsync((options ?? (o => o))(Options(authority))))).Message;
        }

        Assert.Contains("nonce", await ErrorAsync(a => a.ChangeNonce = n => [.. n[..^1], (byte)(n[^1] ^ 1)]), StringComparison.Ordinal);
        Assert.Contains(StatusCodes.TimeStampMismatch, await ErrorAsync(a => a.ChangeImprint = _ => new byte[32]), StringComparison.Ordinal);
        Assert.Contains(StatusCodes.TimeStampMismatch, await ErrorAsync(a => a.ChangeSignature = _ => [1, 2]), StringComparison.Ordinal);
        Assert.Contains(StatusCodes.TimeStampUntrusted, await ErrorAsync(_ => { }, o => o with { TimeStampTrust = Development.Trust }), StringComparison.Ordinal);
        Assert.Contains(nameof(SigningOptions.TimeStampReserveBytes), await ErrorAsync(_ => { }, o => o with { TimeStampReserveBytes = 100 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsNotTakenForAFailureOfTheAuthority()
    {
        using var authority = new TestTimeStampAuthority { Answer = () => throw new TaskCanceledException() };
        using var cancelled = new CancellationTokenSource();
        authority.Answer = () =>
        {
            cancelled.Cancel();
            throw new TaskCanceledException();
        };
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new MemoryStream();
        var options = Options(authority) with { TimeStampFailurePolicy = TimeStampFailurePolicy.SignWithout };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Mp4Signer.SignAsync(source, destination, Development.ByAi(), Development.Signer, options, cancelled.Token));
    }

    [Theory]
    [InlineData("ftp://tsa.example/")]
    [InlineData("tsa.example")]
    public void Client_OtherSchemes_AreRefused(string url)
    {
        using var http = new HttpClient();

        Assert.Throws<ArgumentException>(() => new TimeStampClient(http, new Uri(url, UriKind.RelativeOrAbsolute)));
    }

    /// <summary>Every size around the places where a byte string's header grows.</summary>
    [Fact]
    public void Padding_FillsEverySizeExactly()
    {
        foreach (var bytes in Enumerable.Range(5, 600).Concat(Enumerable.Range(65_500, 100)).Append(0))
        {
            var entries = CosePadding.Entries(bytes);
            Assert.Equal(bytes, CborValue.Map(entries).Encode().Length - 1);
            Assert.All(entries, e => Assert.False(e.Value.AsBytes().Span.ContainsAnyExcept((byte)0)));
        }
    }

    private static SigningOptions Options(TestTimeStampAuthority authority) => Development.Options with { TimeStamp = authority.Client() };

    private static async Task<SigningResult> SignAsync(SigningOptions options)
    {
        using var source = new MemoryStream(TestMp4.MoovFirst());
        using var destination = new MemoryStream();
        return await Mp4Signer.SignAsync(source, destination, Development.ByAi(), Development.Signer, options);
    }

    private static HttpResponseMessage Answer(byte[] body) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(body) };
}
