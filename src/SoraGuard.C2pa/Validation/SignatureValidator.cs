using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>What the certificate of a claim's signature says of the signer.</summary>
internal sealed record SignerFacts
{
    /// <summary>Organization or common name; null where the signature carries no readable certificate.</summary>
    public string? Issuer { get; init; }

    public bool HasUncheckedTimeStamp { get; init; }
}

/// <summary>Validates the signature of a claim and the credential behind it (C2PA 2.2 §15.7).</summary>
internal sealed class SignatureValidator(ValidationOptions options, ValidationLog log, ValidationBudget budget)
{
    public SignerFacts Validate(Manifest manifest, Claim claim)
    {
        var uri = manifest.SignatureBox is { } box ? manifest.UriOf(box) : manifest.Uri;
        if (manifest.FindSignature(claim.Signature) is not { } encoded)
        {
            log.Failure(StatusCodes.ClaimSignatureMissing, uri, "The claim's signature is not where the claim says");
            return new SignerFacts();
        }
        try
        {
            var cose = CoseSign1.Parse(encoded);
            RequireZeroPadding(cose.Unprotected);
            return Validate(cose, claim, uri);
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.ClaimSignatureMismatch, uri, $"The claim's signature cannot be read: {e.Message}");
            return new SignerFacts();
        }
    }

    private SignerFacts Validate(CoseSign1 cose, Claim claim, string uri)
    {
        var hasTimeStamp = cose.Unprotected[CoseHeaders.TimeStampV1] is not null || cose.Unprotected[CoseHeaders.TimeStampV2] is not null;
        if (hasTimeStamp)
            log.Note(StatusCodes.TimeStampUntrusted, uri, "The signature has a time-stamp, which this version does not check: it is judged at the time given");
        IReadOnlyList<Certificate> chain;
        try
        {
            chain = [.. CoseHeaders.CertificateChain(cose.Protected, cose.Unprotected).Select(Certificate.Parse)];
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.SigningCredentialInvalid, uri, e.Message);
            return new SignerFacts { HasUncheckedTimeStamp = hasTimeStamp };
        }
        ValidateCredential(chain, uri);
        ValidateSignature(cose, claim, chain[0], uri);
        return new SignerFacts { Issuer = DistinguishedName.Display(chain[0].Subject), HasUncheckedTimeStamp = hasTimeStamp };
    }

    private void ValidateCredential(IReadOnlyList<Certificate> chain, string uri)
    {
        if (CertificateProfile.FindViolation(chain[0], options.ExtendedKeyUsages) is { } violation)
            log.Failure(StatusCodes.SigningCredentialInvalid, uri, $"The signer's certificate breaks the C2PA profile: {violation}");
        else if (CertificateChain.IsTrusted(chain, options.Trust, options.Time, budget.SignatureChecks))
            log.Success(StatusCodes.SigningCredentialTrusted, uri, "The signer's certificate leads to a trust anchor");
        else
            log.Failure(StatusCodes.SigningCredentialUntrusted, uri, "The signer's certificate leads to no trust anchor");
        log.Note(StatusCodes.OcspSkipped, uri, "Revocation was not checked");
    }

    private void ValidateSignature(CoseSign1 cose, Claim claim, Certificate leaf, string uri)
    {
        if (cose.Protected[CoseHeaders.Critical] is not null || cose.AlgorithmNumber is not { } number || !Enum.IsDefined((CoseAlgorithm)number))
        {
            log.Failure(StatusCodes.AlgorithmUnsupported, uri, "The signature names no algorithm C2PA allows, or demands a header this library does not know");
            return;
        }
        if ((CoseAlgorithm)number == CoseAlgorithm.Ed25519 && leaf.Key.Algorithm.Oid == Oids.Ed25519)
        {
            log.Unverifiable(StatusCodes.AlgorithmUnsupported, uri, "Signed with Ed25519, which the .NET base library lacks: the signature was not verified");
            return;
        }
        if (!CoseVerifier.Verify(cose, (CoseAlgorithm)number, leaf.Key, claim.Bytes))
        {
            log.Failure(StatusCodes.ClaimSignatureMismatch, uri, "The signature does not fit the claim");
            return;
        }
        log.Success(StatusCodes.ClaimSignatureValidated, uri, "The signature fits the claim");
        if (leaf.IsValidAt(options.Time))
            log.Success(StatusCodes.ClaimSignatureInsideValidity, uri, "The signer's certificate is within its validity");
        else
        {
            var period = $"valid from {leaf.NotBefore:u} to {leaf.NotAfter:u}, not at {options.Time.ToUniversalTime():u}";
            log.Failure(StatusCodes.ClaimSignatureOutsideValidity, uri, $"The signer's certificate is {period}");
        }
    }

    /// <summary>No signature covers the padding (§13.2.2): only zeros pass, so that nothing hides there.</summary>
    private static void RequireZeroPadding(CborValue unprotectedHeader)
    {
        foreach (var name in new[] { CoseHeaders.Padding, CoseHeaders.SecondPadding })
            if (unprotectedHeader[name] is { } pad && pad.AsBytes().Span.ContainsAnyExcept((byte)0))
                throw new C2paFormatException("its padding is not zero");
    }
}
