using System.Security.Cryptography;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §14.4: whom a validator trusts, and for what.</summary>
public class TrustListTests
{
    private static readonly byte[] Signed = Development.Sign(TestMp4.MoovFirst());

    [Fact]
    public void SeveralLists_ArePutTogether()
    {
        using var other = new TestTimeStampAuthority();
        var both = other.Trust.And(Development.Trust);

        Assert.Equal(2, both.Count);
        Assert.Equal(ValidationState.Valid, State(Development.Validation with { Trust = other.Trust }));
        Assert.Equal(ValidationState.Trusted, State(Development.Validation with { Trust = both }));
    }

    /// <summary>§14.4.1: a list may be for some extended key usages only, as the C2PA Trust List is for claimSigning.</summary>
    [Fact]
    public void ListForOtherUsages_DoesNotVouch()
    {
        var pem = Development.Authority.RootCertificatePem;

        Assert.Equal(ValidationState.Trusted, State(Development.Validation with { Trust = TrustAnchors.FromPem(pem, TrustAnchors.C2paTrustListUsages) }));
        Assert.Equal(ValidationState.Valid, State(Development.Validation with { Trust = TrustAnchors.FromPem(pem, new HashSet<string> { Oids.EmailProtection }) }));
    }

    [Fact]
    public void SignerWithoutAnAcceptedUsage_IsInvalid()
    {
        var result = Development.Validate(Signed, Development.Validation with { ExtendedKeyUsages = new HashSet<string> { Oids.EmailProtection } });

        Assert.Equal([StatusCodes.SigningCredentialInvalid], result.Failures.Select(f => f.Code));
    }

    [Fact]
    public void AllowedSigner_IsTrustedWithoutAnAnchor()
    {
        var pem = Development.Credential.ChainPem;
        var hash = Convert.ToBase64String(SHA256.HashData(Development.Signer.CertificateChain[0].Span));
        var other = Convert.ToBase64String(new byte[32]);
        ValidationOptions With(string list) => Development.Validation with { Trust = TrustAnchors.None, AllowedSigners = AllowedCertificates.FromText(list) };

        Assert.Equal(ValidationState.Trusted, State(With(pem)));
        Assert.Equal(ValidationState.Trusted, State(With($"# ours\n{other}\n{hash}\r\n")));
        Assert.Equal(ValidationState.Valid, State(With(other)));
    }

    /// <summary>Being on the list is no way around the certificate's own rules: profile and validity.</summary>
    [Fact]
    public void AllowedSigner_MustBeValidInTime()
    {
        var options = Development.Validation with
        {
            Trust = TrustAnchors.None,
            AllowedSigners = AllowedCertificates.FromText(Development.Credential.ChainPem),
            Time = Development.Now.AddYears(3),
        };

        Assert.Equal([StatusCodes.ClaimSignatureOutsideValidity], Development.Validate(Signed, options).Failures.Select(f => f.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing of use")]
    public void AllowedCertificates_WithoutEntries_AreRefused(string text) => Assert.Throws<C2paFormatException>(() => AllowedCertificates.FromText(text));

    [Fact]
    public void UsageConfiguration_OfOtherTools_IsRead()
    {
        var usages = UsageConfiguration.Parse("//id-kp-emailProtection \n1.3.6.1.5.5.7.3.4\r\n# more\n\n1.3.6.1.4.1.62558.2.1");

        Assert.Equal([Oids.EmailProtection, Oids.ClaimSigning], usages.Order().Reverse());
    }

    [Theory]
    [InlineData("")]
    [InlineData("// nothing")]
    [InlineData("emailProtection")]
    [InlineData("1.2")]
    [InlineData("1..2.3")]
    public void UsageConfiguration_ThatIsNone_IsRefused(string text) => Assert.Throws<C2paFormatException>(() => UsageConfiguration.Parse(text));

    [SharedDataFact("c2pa")]
    public void ListsOfOthers_AreRead()
    {
        string Text(params string[] parts) => File.ReadAllText(SharedData.PathOf(["c2pa", .. parts]));

        Assert.Equal(6, UsageConfiguration.Parse(Text("c2pa-rs", "certs", "trust", "store.cfg")).Count);
        Assert.Equal(7, AllowedCertificates.FromText(Text("c2pa-rs", "crypto", "raw_signature", "allowed_list.hash")).Count);
        Assert.Equal(20, AllowedCertificates.FromText(Text("trust", "iptc-vnpl-end-entity.pem")).Count);
        Assert.True(AllowedCertificates.FromText(Text("c2pa-rs", "certs", "trust", "allowed_list.pem")).Count > 0);
    }

    private static ValidationState State(ValidationOptions options) => Development.Validate(Signed, options).State;
}
