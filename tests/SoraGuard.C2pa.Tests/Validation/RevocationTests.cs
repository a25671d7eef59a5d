using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Revocation;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;
using Answer = SoraGuard.C2pa.Tests.Support.TestOcspResponder.Answer;

namespace SoraGuard.C2pa.Tests.Validation;

/// <summary>C2PA 2.2 §15.9: whether the signer's certificate had been revoked, by what comes with the file.</summary>
public class RevocationTests
{
    private static readonly DateTimeOffset Now = Development.Now;

    public static TheoryData<string, string, object> Responses() => new()
    {
        { "good", StatusCodes.OcspNotRevoked, new TestOcspResponder() },
        { "good, by a delegate", StatusCodes.OcspNotRevoked, new TestOcspResponder { DelegateUsages = [Oids.OcspSigning] } },
        { "good, without an end", StatusCodes.OcspNotRevoked, new TestOcspResponder { NextUpdate = null } },
        { "off hold", StatusCodes.OcspNotRevoked, new TestOcspResponder { Status = Answer.Revoked, Reason = 8 } },
        { "revoked", StatusCodes.OcspRevoked, new TestOcspResponder { Status = Answer.Revoked } },
        { "revoked for a reason", StatusCodes.OcspRevoked, new TestOcspResponder { Status = Answer.Revoked, Reason = 1 } },
        { "unknown", StatusCodes.OcspUnknown, new TestOcspResponder { Status = Answer.Unknown } },
        { "an error", StatusCodes.OcspSkipped, new TestOcspResponder { ResponseStatus = 3 } },
        { "of another certificate", StatusCodes.OcspSkipped, new TestOcspResponder { About = Certificate.Parse(Development.Signer.CertificateChain[1]) } },
        { "from the future", StatusCodes.OcspSkipped, new TestOcspResponder { ThisUpdate = Now.AddDays(1) } },
        { "out of date", StatusCodes.OcspSkipped, new TestOcspResponder { ThisUpdate = Now.AddDays(-9), NextUpdate = Now.AddDays(-8) } },
        { "out of date after a day", StatusCodes.OcspSkipped, new TestOcspResponder { NextUpdate = null, ProducedAt = Now.AddHours(-25) } },
        { "by a delegate for something else", StatusCodes.OcspSkipped, new TestOcspResponder { DelegateUsages = [Oids.ClaimSigning] } },
        { "with a changed signature", StatusCodes.OcspSkipped, new TestOcspResponder { ChangeSignature = s => [.. s[..^1], (byte)(s[^1] ^ 1)] } },
        { "revoked, with a changed signature", StatusCodes.OcspSkipped,
            new TestOcspResponder { Status = Answer.Revoked, ChangeSignature = s => [.. s[..^1], (byte)(s[^1] ^ 1)] } },
    };

    /// <summary>Without a time-stamp, a response must be valid now.</summary>
    [Theory]
    [MemberData(nameof(Responses))]
    public void StapledResponse_GivesItsCode(string what, string code, object responder)
    {
        var result = Validate(((TestOcspResponder)responder).Respond());

        Assert.Equal((what, code), (what, Code(result)));
        Assert.Equal(code is StatusCodes.OcspRevoked or StatusCodes.OcspUnknown ? ValidationState.Invalid : ValidationState.Trusted, result.State);
    }

    [Fact]
    public void SeveralResponses_OneThatShowsItGoodIsEnough()
    {
        var (good, revoked) = (new TestOcspResponder().Respond(), new TestOcspResponder { Status = Answer.Revoked }.Respond());

        Assert.Equal(StatusCodes.OcspNotRevoked, Code(Validate(revoked, good)));
        Assert.Equal(StatusCodes.OcspRevoked, Code(Validate([1, 2, 3], revoked)));
        Assert.Equal(StatusCodes.OcspSkipped, Code(Validate([1, 2, 3], [], new byte[OcspLimits.MaxResponseBytes + 1])));
    }

    /// <summary>§15.9.1: a response made after the attested time covers it, and one that had run out before it does not.</summary>
    [Fact]
    public void WithATimeStamp_TheAttestedTimeCounts()
    {
        var madeLater = new TestOcspResponder { ThisUpdate = Now.AddDays(100), ProducedAt = Now.AddDays(100), NextUpdate = Now.AddDays(107) };
        var runOut = new TestOcspResponder { ThisUpdate = Now.AddDays(-9), NextUpdate = Now.AddHours(-1) };
        var held = new TestOcspResponder { ThisUpdate = Now.AddHours(-1), NextUpdate = Now.AddDays(1) };

        Assert.Equal(StatusCodes.OcspNotRevoked, Code(ValidateStamped(madeLater)));
        Assert.Equal(StatusCodes.OcspSkipped, Code(ValidateStamped(runOut)));
        Assert.Equal(StatusCodes.OcspNotRevoked, Code(ValidateStamped(held)));
    }

    /// <summary>What was provably signed before the certificate was revoked stays signed.</summary>
    [Fact]
    public void RevokedAfterTheAttestedTime_IsNoFailure()
    {
        var later = new TestOcspResponder { Status = Answer.Revoked, RevokedAt = Now.AddDays(50), ThisUpdate = Now.AddDays(100), NextUpdate = null, ProducedAt = Now.AddDays(100) };

        Assert.Equal(StatusCodes.OcspNotRevoked, Code(ValidateStamped(later)));
        Assert.Equal(StatusCodes.OcspRevoked, Code(ValidateStamped(later with { RevokedAt = Now.AddDays(-1) })));
    }

    /// <summary>A certificate-status assertion of the manifest above speaks for the ingredient's signature (§18.16).</summary>
    [Theory]
    [InlineData(Answer.Good, StatusCodes.OcspNotRevoked)]
    [InlineData(Answer.Revoked, StatusCodes.OcspRevoked)]
    public void CertificateStatusAssertion_SpeaksForTheIngredient(object answer, string code)
    {
        var response = new TestOcspResponder { Status = (Answer)answer }.Respond();
        var parent = Development.Sign(TestMp4.MoovFirst(), options: Development.Options with { Random = new SeededRandom(2) });
        var (ingredient, _) = C2pa.Signing.Ingredient.FromMp4(new MemoryStream(parent), IngredientAssertion.ParentOf, "parent", Development.Validation);
        var manifest = C2pa.Signing.ManifestBuilder.EditedByAi("SoraGuard.Tests", "1.0", ingredient)
            .AddAssertion(AssertionLabels.CertificateStatus, CborValue.Map(("ocspVals", CborValue.Array(CborValue.Of(response)))));

        var codes = (answer is Answer.Good ? Development.Validate(Development.Sign(parent, manifest)).Codes
            : Assert.Throws<C2pa.Signing.C2paSigningException>(() => Development.Sign(parent, manifest)).Validation!.Codes).ToList();

        Assert.Equal([code], codes.Where(c => c.IngredientUri is not null && c.Code.Contains(".ocsp.", StringComparison.Ordinal)).Select(c => c.Code));
    }

    /// <summary>Responses of c2pa-rs's tests, read as OpenSSL prints them; their issuer is no issuer of their certificate's chain here.</summary>
    [SharedDataTheory("c2pa")]
    [InlineData("response_good.der", "Good", "2025-03-07T14:53:24Z")]
    [InlineData("response_revoked.der", "Revoked", "2025-03-07T14:52:38Z")]
    [InlineData("response_unknown.der", "Unknown", "2025-03-07T14:54:32Z")]
    public void ResponseOfOthers_IsRead(string file, string status, string time)
    {
        var response = OcspResponse.Parse(File.ReadAllBytes(SharedData.PathOf("c2pa", "c2pa-rs", "crypto", "ocsp", file)));

        var entry = Assert.Single(response.Entries);
        var at = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((status, at, at, null), (entry.Status.ToString(), entry.ThisUpdate, response.ProducedAt, entry.NextUpdate));
        Assert.Equal("62E87D107E2BDB68F15C3CD09BA585EDAED5112E", Convert.ToHexString(entry.SerialNumber.Span));
        Assert.Equal(status == "Revoked" ? DateTimeOffset.Parse("2025-03-07T14:52:11Z", System.Globalization.CultureInfo.InvariantCulture) : null, entry.RevokedAt);
    }

    /// <summary>Responses stapled by Adobe, judged at the attested time of signing.</summary>
    [SharedDataTheory("c2pa")]
    [InlineData("ocsp.jpg")]
    [InlineData("ocsp_with_assertion.jpg")]
    public void StapledResponsesOfOthers_ShowTheCertificateGood(string file)
    {
        var trust = TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "trust", "all-for-manifest.pem")));
        using var stream = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", file));

        var result = C2paValidator.Validate(stream, new ValidationOptions { Time = Now, Trust = trust, TimeStampTrust = trust });

        Assert.Equal((ValidationState.Trusted, StatusCodes.OcspNotRevoked), (result.State, Code(result)));
    }

    [Fact]
    public void EveryByte_CutOrChanged_IsNoException()
    {
        var response = new TestOcspResponder { DelegateUsages = [Oids.OcspSigning] }.Respond();
        var (leaf, issuer) = (Certificate.Parse(Development.Signer.CertificateChain[0]), Certificate.Parse(Development.Signer.CertificateChain[1]));
        for (var i = 0; i < response.Length; i++)
        {
            var changed = (byte[])response.Clone();
            changed[i] ^= 0x21;
            foreach (var damaged in new[] { changed, response[..i] })
                Assert.NotEqual(OcspStatus.Revoked, OcspVerifier.Judge(damaged, leaf, issuer, null, Now, new SignatureCheckBudget(10)));
        }
    }

    private static ValidationResult Validate(params byte[][] responses)
    {
        var options = Development.Options with { OcspResponses = [.. responses.Select(r => new ReadOnlyMemory<byte>(r))] };
        try
        {
            return Development.Validate(Development.Sign(TestMp4.MoovFirst(), options: options));
        }
        catch (C2pa.Signing.C2paSigningException e)
        {
            return e.Validation!;
        }
    }

    private static ValidationResult ValidateStamped(TestOcspResponder responder)
    {
        using var authority = new TestTimeStampAuthority();
        var options = Development.Options with { OcspResponses = [responder.Respond()], TimeStamp = authority.Client() };
        byte[] file;
        try
        {
            file = Development.Sign(TestMp4.MoovFirst(), options: options);
        }
        catch (C2pa.Signing.C2paSigningException e)
        {
            return e.Validation!;
        }
        return Development.Validate(file, Development.Validation with { TimeStampTrust = authority.Trust, Time = Now.AddDays(200) });
    }

    private static string Code(ValidationResult result) =>
        result.Codes.Single(c => c.IngredientUri is null && c.Code.Contains(".ocsp.", StringComparison.Ordinal)).Code;
}
