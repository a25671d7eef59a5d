using System.Security.Cryptography.X509Certificates;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.Tests.Support;

namespace SoraGuard.C2pa.Tests.Contract;

/// <summary>Looked at with the platform's own X.509 classes.</summary>
public class DevelopmentAuthorityTests
{
    private static readonly DateTimeOffset From = Development.Now;

    [Fact]
    public void Create_RootAndIntermediate_AreWhatTheySay()
    {
        using var root = X509Certificate2.CreateFromPem(Development.Authority.RootCertificatePem);
        using var intermediate = X509Certificate2.CreateFromPem(Development.Authority.IntermediateCertificatePem);

        Assert.Equal(root.Subject, root.Issuer);
        Assert.Equal(root.Subject, intermediate.Issuer);
        Assert.Equal(From.AddDays(-1).AddYears(DevelopmentAuthority.RootYears).UtcDateTime, root.NotAfter.ToUniversalTime());
        Assert.Equal(From.AddDays(-1).AddYears(DevelopmentAuthority.IntermediateYears).UtcDateTime, intermediate.NotAfter.ToUniversalTime());
        Assert.All([root, intermediate], c => Assert.True(c.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority));
        Assert.Equal(0, intermediate.Extensions.OfType<X509BasicConstraintsExtension>().Single().PathLengthConstraint);
    }

    [Fact]
    public void Issue_Leaf_MeetsTheProfileAndThePlatformsChain()
    {
        using var leaf = X509Certificate2.CreateFromPem(Development.Credential.ChainPem);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(Development.Authority.RootCertificatePem);
        chain.ChainPolicy.ExtraStore.ImportFromPem(Development.Authority.IntermediateCertificatePem);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = From.UtcDateTime;

        Assert.True(chain.Build(leaf), string.Join(' ', chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.Equal(["1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.36"],
            leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Select(o => o.Value));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, leaf.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.Equal(DevelopmentAuthority.DefaultLeafValidity, leaf.NotAfter - leaf.NotBefore);
        Assert.Null(CertificateProfile.FindViolation(Certificate.Parse(leaf.RawData), TrustAnchors.DefaultUsages));
    }

    [Fact]
    public void Issue_SerialNumbers_ComeFromTheSourceAndArePositive()
    {
        string Serial(int seed) => X509Certificate2.CreateFromPem(Development.Authority.Issue(From, new SeededRandom(seed)).ChainPem).SerialNumber;

        Assert.Equal(Serial(1), Serial(1));
        Assert.NotEqual(Serial(1), Serial(2));
        Assert.All(Enumerable.Range(0, 20), seed => Assert.InRange(Convert.ToByte(Serial(seed)[..2], 16), (byte)0x40, (byte)0x7F));
    }

    [Fact]
    public void Issue_TooLong_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Development.Authority.Issue(From, new SeededRandom(), DevelopmentAuthority.MaxLeafValidity + TimeSpan.FromDays(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Development.Authority.Issue(From, new SeededRandom(), TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Development.Authority.Issue(From.AddYears(DevelopmentAuthority.IntermediateYears).AddDays(-100), new SeededRandom()));
    }

    [Fact]
    public void Load_OfWhatWasKept_IssuesAgain()
    {
        var kept = Development.Authority;
        var authority = DevelopmentAuthority.Load(kept.RootCertificatePem, kept.IntermediateCertificatePem, kept.IntermediateKeyPem);

        var loaded = authority.Issue(From, new SeededRandom(3), name: "Second");

        using var signer = PemSigner.FromPem(loaded.ChainPem, loaded.KeyPem);
        Assert.True(CertificateChain.IsTrusted([.. signer.CertificateChain.Select(Certificate.Parse)], Development.Trust, From, new SignatureCheckBudget(10)));
    }
}
