using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Revocation;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Finds whether the certificates behind a signature had been revoked (C2PA 2.2 §15.9), by the OCSP responses that came with it or
/// in certificate-status assertions of manifests above. Nothing is fetched.
/// </summary>
internal sealed class RevocationValidator(ValidationOptions options, ValidationLog log, ValidationBudget budget, StoreEvidence evidence)
{
    /// <param name="chain">Of the signature, the signer's own first.</param>
    /// <param name="signedAt">By a trusted time-stamp; null for none.</param>
    public void Validate(CoseSign1 cose, IReadOnlyList<Certificate> chain, DateTimeOffset? signedAt, string uri)
    {
        var responses = Stapled(cose).Concat(evidence.OcspResponses).Take(OcspLimits.MaxResponses).ToList();
        var statuses = chain.Select(c => responses.Count == 0 ? OcspStatus.DoesNotApply : StatusOf(c, chain, responses, signedAt)).ToList();
        switch (statuses[0])
        {
            case OcspStatus.Good:
                log.Success(StatusCodes.OcspNotRevoked, uri, "The issuer of the signer's certificate states that it was not revoked");
                break;
            case OcspStatus.Revoked:
                log.Failure(StatusCodes.OcspRevoked, uri, "The issuer of the signer's certificate has revoked it");
                break;
            case OcspStatus.Unknown:
                log.Failure(StatusCodes.OcspUnknown, uri, "The issuer of the signer's certificate does not know it");
                break;
            default:
                var reason = responses.Count == 0 ? "there is no OCSP response" : "none of the OCSP responses is of this certificate, this time and an authorized responder";
                log.Note(StatusCodes.OcspSkipped, uri, $"Revocation was not checked: {reason}");
                break;
        }
        if (statuses.Skip(1).Contains(OcspStatus.Revoked))
            log.Failure(StatusCodes.SigningCredentialUntrusted, uri, "An authority above the signer's certificate has been revoked");
    }

    /// <summary>The first response that shows the certificate good, else the first that says anything (§15.9.1).</summary>
    private OcspStatus StatusOf(Certificate certificate, IReadOnlyList<Certificate> chain, List<ReadOnlyMemory<byte>> responses, DateTimeOffset? signedAt)
    {
        if (FindIssuer(certificate, chain) is not { } issuer)
            return OcspStatus.DoesNotApply;
        var found = OcspStatus.DoesNotApply;
        foreach (var response in responses)
        {
            var status = OcspVerifier.Judge(response, certificate, issuer, signedAt, options.Time, budget.SignatureChecks);
            if (status == OcspStatus.Good)
                return status;
            found = found == OcspStatus.DoesNotApply ? status : found;
        }
        return found;
    }

    private Certificate? FindIssuer(Certificate certificate, IReadOnlyList<Certificate> chain) =>
        chain.Concat(options.Trust.Anchors.Select(a => a.Certificate)).FirstOrDefault(issuer =>
            issuer.Subject.Span.SequenceEqual(certificate.Issuer.Span)
            && budget.SignatureChecks.TrySpend()
            && CertificateSignature.Verify(certificate, issuer.Key));

    /// <summary><c>rVals: {ocspVals: [bstr]}</c> (§14.5.2).</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Stapled(CoseSign1 cose) =>
        (cose.Header(CoseHeaders.RevocationValues)?["ocspVals"]?.Items ?? []).Where(v => v.Kind == CborKind.Bytes).Select(v => v.AsBytes());
}
