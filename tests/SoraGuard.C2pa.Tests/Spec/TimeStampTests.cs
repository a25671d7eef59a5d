using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.TimeStamps;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §15.8.2, RFC 3161, RFC 5652: what a time-stamp is worth. Those of real authorities are in Interop.</summary>
public class TimeStampTests
{
    private static readonly byte[] Data = [1, 2, 3];

    [Fact]
    public void RightToken_Counts()
    {
        using var authority = new TestTimeStampAuthority();

        var verdict = Verify(authority);

        Assert.Equal((StatusCodes.TimeStampValidated, Development.Now), (verdict.Code, verdict.Time));
    }

    [Fact]
    public void TokenInsideAResponse_Counts()
    {
        using var authority = new TestTimeStampAuthority();

        Assert.NotNull(Verify(TestTimeStampAuthority.Response(authority.Token(Data)), authority.Trust).Time);
        Assert.NotNull(Verify(TestTimeStampAuthority.Response(authority.Token(Data), status: 1), authority.Trust).Time);
    }

    /// <summary>The authority's certificate has expired long since; what counts is the time it states (§15.8.2, note).</summary>
    [Fact]
    public void ExpiredAuthority_CountsAtItsTime()
    {
        using var authority = new TestTimeStampAuthority(validFrom: Development.Now.AddYears(-10)) { Time = Development.Now.AddYears(-10).AddDays(5) };

        Assert.Equal(authority.Time, Verify(authority).Time);
    }

    public static TheoryData<string, string, object> Broken() => new()
    {
        { "refused", StatusCodes.TimeStampMalformed, (TestTimeStampAuthority a) => TestTimeStampAuthority.Response(null, status: 2) },
        { "refused with a token", StatusCodes.TimeStampMalformed, (TestTimeStampAuthority a) => TestTimeStampAuthority.Response(a.Token(Data), status: 2) },
        { "granted without a token", StatusCodes.TimeStampMalformed, (TestTimeStampAuthority a) => TestTimeStampAuthority.Response(null) },
        { "empty", StatusCodes.TimeStampMalformed, (TestTimeStampAuthority a) => Array.Empty<byte>() },
        { "cut short", StatusCodes.TimeStampMalformed, (TestTimeStampAuthority a) => a.Token(Data)[..^1] },
        { "too large", StatusCodes.TimeStampMalformed, (TestTimeStampAuthority a) => new byte[TimeStampLimits.MaxTokenBytes + 1] },
        { "a certificate that is none", StatusCodes.TimeStampMalformed, Made(a => a.ChangeCertificate = c => [0x30, 0]) },
        { "without its certificate", StatusCodes.TimeStampUntrusted, Made(a => a.ChangeCertificate = _ => OtherCertificate()) },
        { "of something else", StatusCodes.TimeStampMismatch, Made(a => a.ChangeImprint = i => new byte[32]) },
        { "hashed with SHA-1", StatusCodes.TimeStampUntrusted, Made(a => a.ImprintAlgorithm = "1.3.14.3.2.26") },
        { "changed signature", StatusCodes.TimeStampMismatch, Made(a => a.ChangeSignature = s => [.. s[..^1], (byte)(s[^1] ^ 1)]) },
        { "signature that is none", StatusCodes.TimeStampMismatch, Made(a => a.ChangeSignature = _ => [1]) },
        { "content changed after signing", StatusCodes.TimeStampMismatch, Made(a => a.ChangeContentAfterSigning = c => Changed(c)) },
        { "names another certificate", StatusCodes.TimeStampMismatch, Made(a => a.CertificateHashChange = 1) },
        { "before the certificate", StatusCodes.TimeStampOutsideValidity, Made(a => a.Time = Development.Now.AddDays(-200)) },
        { "after the certificate", StatusCodes.TimeStampOutsideValidity, Made(a => a.Time = Development.Now.AddYears(3)) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenToken_DoesNotCount_WithItsCode(string what, string code, object make)
    {
        using var authority = new TestTimeStampAuthority();
        var token = ((Func<TestTimeStampAuthority, byte[]>)make)(authority);

        var verdict = Verify(token, authority.Trust);

        Assert.Equal((what, code, null), (what, verdict.Code, verdict.Time));
    }

    /// <summary>Older authorities name their certificate by SHA-1 alone (RFC 3161 §2.4.2): the key still proves itself.</summary>
    [Fact]
    public void TokenThatNamesItsCertificateInTheOldWay_Counts()
    {
        using var authority = new TestTimeStampAuthority { NamesCertificateBySha2 = false };

        Assert.NotNull(Verify(authority).Time);
    }

    [Fact]
    public void AuthorityNobodyVouchesFor_DoesNotCount()
    {
        using var authority = new TestTimeStampAuthority();

        Assert.Equal(StatusCodes.TimeStampUntrusted, Verify(authority.Token(Data), TrustAnchors.None).Code);
        Assert.Equal(StatusCodes.TimeStampUntrusted, Verify(authority.Token(Data), Development.Trust).Code);
    }

    /// <summary>§14.5.1: a certificate for something else does not stamp time, even under the right root.</summary>
    [Fact]
    public void CertificateForSomethingElse_DoesNotCount()
    {
        using var authority = new TestTimeStampAuthority(change: r =>
        {
            r.CertificateExtensions.Remove(r.CertificateExtensions.OfType<X509EnhancedKeyUsageExtension>().Single());
            r.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(Oids.ClaimSigning)], true));
        });

        Assert.Equal(StatusCodes.TimeStampUntrusted, Verify(authority).Code);
    }

    [Fact]
    public void EveryByte_MattersOrChangesNothing()
    {
        using var authority = new TestTimeStampAuthority();
        var token = authority.Token(Data);

        for (var i = 0; i < token.Length; i++)
        {
            var changed = (byte[])token.Clone();
            changed[i] ^= 0x10;
            var verdict = Verify(changed, authority.Trust);
            Assert.True(verdict.Time is null || verdict.Time == authority.Time, $"byte {i}: {verdict}");
        }
    }

    private static Func<TestTimeStampAuthority, byte[]> Made(Action<TestTimeStampAuthority> change) => authority =>
    {
        change(authority);
        return authority.Token(Data);
    };

    private static byte[] Changed(byte[] content)
    {
        var changed = (byte[])content.Clone();
        changed[^2] ^= 0x01; // the last digit of the time
        return changed;
    }

    private static byte[] OtherCertificate() => Development.Signer.CertificateChain[0].ToArray();

    private static TimeStampVerdict Verify(TestTimeStampAuthority authority) => Verify(authority.Token(Data), authority.Trust);

    private static TimeStampVerdict Verify(byte[] token, TrustAnchors trust) =>
        TimeStampVerifier.Verify(token, Data, trust, new SignatureCheckBudget(CertificateLimits.MaxSignatureChecks));
}
