using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Validates the identity assertions of a manifest (CAWG Identity Assertion 1.2 §7): those signed with X.509 certificates here (§8.2), those
/// of aggregators by <see cref="AggregationValidator"/>; of others it says that they were not validated.
/// </summary>
internal sealed class IdentityValidator(ValidationOptions options, ValidationLog log, ValidationBudget budget)
{
    /// <param name="signingTime">Of the claim, by a trusted time-stamp; the identity's signature is older. Null for none.</param>
    public IReadOnlyList<CawgIdentity> Validate(Manifest manifest, Claim claim, IReadOnlyList<VerifiedAssertion> assertions, DateTimeOffset? signingTime) =>
        [.. assertions.Where(a => AssertionLabels.WithoutInstance(a.Label) == CawgIdentityAssertion.Label)
            .Select(a => Validate(a, manifest, claim, signingTime)).OfType<CawgIdentity>()];

    private CawgIdentity? Validate(VerifiedAssertion verified, Manifest manifest, Claim claim, DateTimeOffset? signingTime)
    {
        var uri = verified.Assertion.Uri;
        try
        {
            if (verified.Assertion.Format != AssertionFormat.Cbor)
                throw new C2paFormatException("An identity assertion that is no CBOR");
            var identity = CawgIdentityAssertion.Parse(verified.Assertion.Content, verified.Value!);
            var isRight = CheckReferences(identity, manifest, claim, uri);
            var time = signingTime ?? options.Time;
            return identity.SignatureType switch
            {
                CawgIdentityAssertion.X509 => ValidateX509(identity, isRight, time, uri),
                CawgIdentityAssertion.Aggregation => new AggregationValidator(options, log, budget).Validate(identity, isRight, time, uri),
                _ => Unknown(identity, uri),
            };
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.CawgCborInvalid, uri, $"The identity assertion cannot be read: {e.Message}");
            return null;
        }
    }

    private CawgIdentity Unknown(CawgIdentityAssertion identity, string uri)
    {
        log.Note(StatusCodes.CawgSignatureTypeUnknown, uri,
            $"The identity assertion was not validated: signatures of type '{identity.SignatureType}' are not read by this version");
        return new CawgIdentity { Uri = uri, SignatureType = identity.SignatureType, IsTrusted = false };
    }

    /// <summary>§7.1: it refers to assertions of its own claim, each once, the hard binding among them, and hides nothing in its padding.</summary>
    private bool CheckReferences(CawgIdentityAssertion identity, Manifest manifest, Claim claim, string uri)
    {
        var before = log.Statuses.Count;
        var declared = claim.Assertions.ToLookup(r => manifest.FindAssertion(r.Url)?.Label);
        var labels = identity.References.Select(r => manifest.FindAssertion(r.Url)?.Label).ToList();
        foreach (var (reference, label) in identity.References.Zip(labels))
            if (label is null || !declared[label].Any(d => d.Hash.Span.SequenceEqual(reference.Hash.Span)))
                log.Failure(StatusCodes.CawgAssertionMismatch, uri, "The identity assertion refers to an assertion that is not in the claim as it says");
        if (labels.OfType<string>().Distinct().Count() != labels.OfType<string>().Count())
            log.Failure(StatusCodes.CawgAssertionDuplicate, uri, "The identity assertion refers to an assertion twice");
        if (!labels.OfType<string>().Any(AssertionLabels.IsHardBinding))
            log.Failure(StatusCodes.CawgHardBindingMissing, uri, "The identity assertion does not refer to what binds the manifest to its asset");
        if (!identity.IsPaddingZero)
            log.Failure(StatusCodes.CawgPadInvalid, uri, "The padding of the identity assertion is not zero");
        return log.Statuses.Count == before;
    }

    private CawgIdentity ValidateX509(CawgIdentityAssertion identity, bool isRight, DateTimeOffset time, string uri)
    {
        var cose = CoseSign1.Parse(identity.Signature);
        IReadOnlyList<Certificate> chain = [.. CoseHeaders.CertificateChain(cose.Protected, cose.Unprotected).Select(Certificate.Parse)];
        var isSigned = IsSigned(cose, chain[0], identity.PayloadBytes, uri) & CheckValidity(chain[0], time, uri);
        var isTrusted = IsTrusted(chain, time, uri);
        if (isRight && isSigned)
            log.Success(StatusCodes.CawgWellFormed, uri, "The identity assertion is well-formed and its signature fits");
        return new CawgIdentity
        {
            Uri = uri,
            SignatureType = identity.SignatureType,
            Name = DistinguishedName.Display(chain[0].Subject),
            IsTrusted = isRight && isSigned && isTrusted,
        };
    }

    private bool IsSigned(CoseSign1 cose, Certificate leaf, ReadOnlyMemory<byte> payload, string uri)
    {
        var isKnown = cose.Protected[CoseHeaders.Critical] is null && cose.AlgorithmNumber is { } n && Enum.IsDefined((CoseAlgorithm)n);
        var algorithm = (CoseAlgorithm)(cose.AlgorithmNumber ?? 0);
        if (!isKnown || (algorithm == CoseAlgorithm.Ed25519 && !options.Ed25519Available))
        {
            log.Failure(StatusCodes.CawgAlgorithmUnsupported, uri, "The identity's signature is of an algorithm that is not verified here");
            return false;
        }
        if (CoseVerifier.Verify(cose, algorithm, leaf.Key, payload))
            return true;
        log.Failure(StatusCodes.CawgSignatureMismatch, uri, "The identity's signature does not fit");
        return false;
    }

    private bool CheckValidity(Certificate leaf, DateTimeOffset time, string uri)
    {
        if (leaf.IsValidAt(time))
            return true;
        log.Failure(StatusCodes.CawgOutsideValidity, uri, $"The identity's certificate was not valid at {time.ToUniversalTime():u}");
        return false;
    }

    private bool IsTrusted(IReadOnlyList<Certificate> chain, DateTimeOffset time, string uri)
    {
        if (CertificateProfile.FindViolation(chain[0], options.ExtendedKeyUsages) is { } violation)
            log.Failure(StatusCodes.CawgCredentialInvalid, uri, $"The identity's certificate breaks the C2PA profile: {violation}");
        else if (CertificateChain.IsTrusted(chain, options.IdentityTrust, time, budget.SignatureChecks))
        {
            log.Success(StatusCodes.CawgCredentialTrusted, uri, "The identity's certificate leads to a trust anchor for identities");
            return true;
        }
        else
            log.Failure(StatusCodes.CawgCredentialUntrusted, uri, "The identity's certificate leads to no trust anchor for identities");
        return false;
    }
}
