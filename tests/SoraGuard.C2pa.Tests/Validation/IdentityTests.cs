using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Tests.Support;
using SoraGuard.C2pa.Validation;
using SoraGuard.TestData;

namespace SoraGuard.C2pa.Tests.Validation;

/// <summary>CAWG Identity Assertion 1.2 §7, §8.2.</summary>
public class IdentityTests
{
    /// <summary>A file by c2pa-rs: signed by one, vouched for by another with Ed25519.</summary>
    [SharedDataFact("c2pa")]
    public void IdentityOfOthers_IsTrustedByItsOwnAnchors()
    {
        var trusted = Validate(o => o with { IdentityTrust = Roots });
        var untrusted = Validate(o => o);

        var identity = Assert.Single(trusted.Identities);
        Assert.Equal((ValidationState.Trusted, true, "cawg.x509.cose", "C2PA Test Signing Cert"), (trusted.State, identity.IsTrusted, identity.SignatureType, identity.Name));
        Assert.Contains(StatusCodes.CawgWellFormed, trusted.Codes.Select(c => c.Code));
        Assert.Equal((ValidationState.Valid, false), (untrusted.State, untrusted.Identities.Single().IsTrusted));
        Assert.Contains("someone else", untrusted.Summary, StringComparison.Ordinal);
    }

    [SharedDataFact("c2pa")]
    public void IdentityOfOthers_WithoutLibcryptoOrInTime_DoesNotCount()
    {
        Assert.Contains(StatusCodes.CawgAlgorithmUnsupported, Validate(o => o with { Ed25519Available = false }).Failures.Select(f => f.Code));
        Assert.Contains(StatusCodes.CawgOutsideValidity,
            Validate(o => o with { Time = Development.Now.AddYears(20), TimeStampTrust = TrustAnchors.None }).Failures.Select(f => f.Code));
    }

    public static TheoryData<string, CborValue> Broken() => new()
    {
        { StatusCodes.CawgCborInvalid, CborValue.Map() },
        { StatusCodes.CawgCborInvalid, CborValue.Of("text") },
        { StatusCodes.CawgCborInvalid, Identity(signature: []) },
        { StatusCodes.CawgCborInvalid, Forgery.With(Identity(), "signature", null) },
        { StatusCodes.CawgAssertionMismatch, Identity(references: Forgery.Reference("c2pa.actions.v2", new byte[9])) },
        { StatusCodes.CawgAssertionMismatch, Identity(references: Forgery.Reference("org.example.gone", new byte[9])) },
        { StatusCodes.CawgAssertionDuplicate, Identity(references: [Actions, Actions]) },
        { StatusCodes.CawgHardBindingMissing, Identity(references: Actions) },
        { StatusCodes.CawgPadInvalid, Identity(pad: [0, 1]) },
        { StatusCodes.CawgSignatureMismatch, Identity() },
        { StatusCodes.CawgAlgorithmUnsupported, Identity(algorithm: -257) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenIdentity_GivesItsCode(string code, CborValue identity)
    {
        var forgery = new Forgery();
        forgery.Assertions.Add((CawgIdentityAssertion.Label, identity));

        var result = forgery.Validate();

        Assert.Contains(code, result.Failures.Select(f => f.Code));
        Assert.DoesNotContain(result.Identities, i => i.IsTrusted);
        Assert.NotEqual(ValidationState.Trusted, result.State);
    }

    [Fact]
    public void IdentityOfAnotherKind_IsSaidNotToBeValidated()
    {
        var forgery = new Forgery();
        forgery.Assertions.Add((CawgIdentityAssertion.Label, Identity(type: "org.example.other")));

        var result = forgery.Validate();

        var note = result.Codes.Single(c => c.Code == StatusCodes.CawgSignatureTypeUnknown);
        Assert.Equal(StatusKind.Informational, note.Kind);
        Assert.Contains("not validated", note.Explanation, StringComparison.Ordinal);
        Assert.False(Assert.Single(result.Identities).IsTrusted);
    }

    private static CborValue Actions =>
        Forgery.Reference(AssertionLabels.ActionsV2, Forgery.AssertionBox(AssertionLabels.ActionsV2, Forgery.Actions(("c2pa.created", null))));

    private static TrustAnchors Roots => TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "c2pa-rs", "certs", "trust", "test_cert_root_bundle.pem")));

    private static CborValue Identity(byte[]? signature = null, byte[]? pad = null, long algorithm = -7, string type = CawgIdentityAssertion.X509, params CborValue[] references) =>
        CborValue.Map(
            ("signer_payload", CborValue.Map(("referenced_assertions", CborValue.Array(references)), ("sig_type", CborValue.Of(type)))),
            ("signature", CborValue.Of(signature ?? CoseSign1.Encode(
                CoseSign1.EncodeProtected((CoseAlgorithm)algorithm, Development.Signer.CertificateChain), CborValue.Map(), new byte[64]))),
            ("pad1", CborValue.Of(pad ?? [0])));

    private static ValidationResult Validate(Func<ValidationOptions, ValidationOptions> change)
    {
        var trust = TrustAnchors.FromPem(File.ReadAllText(SharedData.PathOf("c2pa", "trust", "all-for-manifest.pem")));
        using var stream = File.OpenRead(SharedData.PathOf("c2pa", "c2pa-rs", "C_with_CAWG_data.jpg"));
        return C2paValidator.Validate(stream, change(new ValidationOptions { Time = Development.Now, Trust = trust, TimeStampTrust = trust }));
    }
}
