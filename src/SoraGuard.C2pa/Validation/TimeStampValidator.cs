using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Manifests;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Finds and validates the time-stamp of a claim signature (C2PA 2.2 §15.8): in its header, else in a time-stamp assertion of a
/// manifest above. One that does not count is no failure: the signature is then judged at the time of validation.
/// </summary>
internal sealed class TimeStampValidator(ValidationOptions options, ValidationLog log, ValidationBudget budget, StoreEvidence evidence)
{
    /// <returns>When the claim was signed, and whether there is a time-stamp at all.</returns>
    public (DateTimeOffset? Time, bool IsPresent) Validate(CoseSign1 cose, Manifest manifest, Claim claim, string uri)
    {
        var header = TimeStampHeader.Find(cose, claim.Bytes);
        if (header is not null && Judge(header.Tokens, header.Stamped, uri) is { } time)
            return (time, true);
        var later = evidence.TimeStampsOf(manifest.Label);
        return (Judge(later, cose.ToBeStamped(CoseSign1.SignatureAsPayload(cose.Signature)), uri), header is not null || later.Count > 0);
    }

    /// <summary>The first token that counts, each failure before it noted.</summary>
    private DateTimeOffset? Judge(IReadOnlyList<ReadOnlyMemory<byte>>? tokens, byte[] stamped, string uri)
    {
        if (tokens is null)
            log.Note(StatusCodes.TimeStampMalformed, uri, "The time-stamp header does not hold exactly one time-stamp");
        foreach (var token in (tokens ?? []).Take(TimeStampLimits.MaxTokensPerManifest))
        {
            var verdict = TimeStampVerifier.Verify(token, stamped, options.TimeStampTrust, budget.SignatureChecks);
            if (verdict.Time is { } time)
            {
                log.Success(StatusCodes.TimeStampTrusted, uri, "The time-stamp authority's certificate leads to a trust anchor");
                log.Success(verdict.Code, uri, verdict.Explanation);
                return time;
            }
            log.Note(verdict.Code, uri, verdict.Explanation);
        }
        return null;
    }
}
