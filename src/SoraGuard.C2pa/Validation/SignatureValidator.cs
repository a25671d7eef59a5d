using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates the signature of a claim and the credential behind it, as of when it was signed (C2PA 2.2 §15.7 to §15.9).</summary>
internal sealed class SignatureValidator(ValidationOptions options, ValidationLog log, ValidationBudget budget, StoreEvidence evidence)
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
            return Validate(cose, manifest, claim, uri);
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.ClaimSignatureMismatch, uri, $"The claim's signature cannot be read: {e.Message}");
            return new SignerFacts();
        }
    }

    private SignerFacts Validate(CoseSign1 cose, Manifest manifest, Claim claim, string uri)
    {
        var stamp = new TimeStampValidator(options, log, budget, evidence).Validate(cose, manifest, claim, uri);
        var facts = new SignerFacts { SigningTime = stamp.Time, HasUntrustedTimeStamp = stamp is { IsPresent: true, Time: null } };
        IReadOnlyList<Certificate> chain;
        try
        {
            chain = [.. CoseHeaders.CertificateChain(cose.Protected, cose.Unprotected).Select(Certificate.Parse)];
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.SigningCredentialInvalid, uri, e.Message);
            return facts;
        }
        var trust = ValidateCredential(chain, stamp.Time ?? options.Time, uri);
        new RevocationValidator(options, log, budget, evidence).Validate(cose, chain, stamp.Time, uri);
        ValidateSignature(cose, claim, chain[0], trust, stamp.Time, uri);
        NoteClaimedTime(cose, chain, stamp.Time, uri);
        return facts with { Issuer = DistinguishedName.Display(chain[0].Subject) };
    }

    private ChainTrust ValidateCredential(IReadOnlyList<Certificate> chain, DateTimeOffset time, string uri)
    {
        var trust = CertificateChain.Judge(chain, options.Trust, time, budget.SignatureChecks);
        if (CertificateProfile.FindViolation(chain[0], options.ExtendedKeyUsages) is { } violation)
            log.Failure(StatusCodes.SigningCredentialInvalid, uri, $"The signer's certificate breaks the C2PA profile: {violation}");
        else if (options.AllowedSigners.Contains(chain[0]))
            log.Success(StatusCodes.SigningCredentialTrusted, uri, "The signer's certificate is on the list of allowed ones");
        else if (trust != ChainTrust.Untrusted)
            log.Success(StatusCodes.SigningCredentialTrusted, uri, "The signer's certificate leads to a trust anchor");
        else
            log.Failure(StatusCodes.SigningCredentialUntrusted, uri, "The signer's certificate leads to no trust anchor");
        return trust;
    }

    private void ValidateSignature(CoseSign1 cose, Claim claim, Certificate leaf, ChainTrust trust, DateTimeOffset? signingTime, string uri)
    {
        if (cose.Protected[CoseHeaders.Critical] is not null || cose.AlgorithmNumber is not { } number || !Enum.IsDefined((CoseAlgorithm)number))
        {
            log.Failure(StatusCodes.AlgorithmUnsupported, uri, "The signature names no algorithm C2PA allows, or demands a header this library does not know");
            return;
        }
        if ((CoseAlgorithm)number == CoseAlgorithm.Ed25519 && leaf.Key.IsEd25519 && !options.Ed25519Available)
        {
            log.Unverifiable(StatusCodes.AlgorithmUnsupported, uri, "Signed with Ed25519, for which OpenSSL's libcrypto is not here: the signature was not verified");
            return;
        }
        if (!CoseVerifier.Verify(cose, (CoseAlgorithm)number, leaf.Key, claim.Bytes))
        {
            log.Failure(StatusCodes.ClaimSignatureMismatch, uri, "The signature does not fit the claim");
            return;
        }
        log.Success(StatusCodes.ClaimSignatureValidated, uri, "The signature fits the claim");
        ValidateValidity(leaf, trust, signingTime, uri);
    }

    /// <summary>§15.8.2: the signer's certificate and all above it, at the time of signing where a time-stamp tells it, else now.</summary>
    private void ValidateValidity(Certificate leaf, ChainTrust trust, DateTimeOffset? signingTime, string uri)
    {
        var time = signingTime ?? options.Time;
        var when = $"{time.ToUniversalTime():u}{(signingTime is null ? "" : ", when it was signed")}";
        if (!leaf.IsValidAt(time))
        {
            var period = $"valid from {leaf.NotBefore:u} to {leaf.NotAfter:u}, not at {when}";
            log.Failure(StatusCodes.ClaimSignatureOutsideValidity, uri, $"The signer's certificate is {period}");
        }
        else if (trust == ChainTrust.OutsideValidity)
            log.Failure(StatusCodes.ClaimSignatureOutsideValidity, uri, $"A certificate above the signer's was not valid at {when}");
        else
            log.Success(StatusCodes.ClaimSignatureInsideValidity, uri, $"The signer's certificate was within its validity at {when}");
    }

    /// <summary>§15.8.3: what the signer says of the time proves nothing, and is only noted.</summary>
    private void NoteClaimedTime(CoseSign1 cose, IReadOnlyList<Certificate> chain, DateTimeOffset? stampTime, string uri)
    {
        if (CoseHeaders.IssuedAtOf(cose.Protected) is not { } claimed)
            return;
        if (chain.All(c => c.IsValidAt(claimed)) && (stampTime is null || claimed <= stampTime))
            log.Note(StatusCodes.TimeOfSigningInsideValidity, uri, $"The signer says to have signed at {claimed:u}, when its certificates were valid");
        else
            log.Note(StatusCodes.TimeOfSigningOutsideValidity, uri, $"The signer says to have signed at {claimed:u}, when its certificates were not valid, or after the time-stamp");
    }

    /// <summary>No signature covers the padding (§13.2.2): only zeros pass, so that nothing hides there.</summary>
    private static void RequireZeroPadding(CborValue unprotectedHeader)
    {
        foreach (var name in new[] { CoseHeaders.Padding, CoseHeaders.SecondPadding })
            if (unprotectedHeader[name] is { } pad && pad.AsBytes().Span.ContainsAnyExcept((byte)0))
                throw new C2paFormatException("its padding is not zero");
    }
}
