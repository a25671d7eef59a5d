using SoraGuard.C2pa.Cbor;
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
        var isPresent = false;
        if (cose.Header(CoseHeaders.TimeStampV2) is { } second)
        {
            isPresent = true;
            if (Judge(Tokens(second), cose.ToBeStamped(CoseSign1.SignatureAsPayload(cose.Signature)), uri) is { } time)
                return (time, true);
        }
        else if (cose.Header(CoseHeaders.TimeStampV1) is { } first)
        {
            isPresent = true;
            if (Judge(Tokens(first), cose.ToBeStamped(claim.Bytes), uri) is { } time)
                return (time, true);
        }
        var later = evidence.TimeStampsOf(manifest.Label);
        return (Judge(later, cose.ToBeStamped(CoseSign1.SignatureAsPayload(cose.Signature)), uri), isPresent || later.Count > 0);
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

    /// <summary>The one token of <c>{tstTokens: [{val: bstr}]}</c>; null where there is not one.</summary>
    private static IReadOnlyList<ReadOnlyMemory<byte>>? Tokens(CborValue header) =>
        header["tstTokens"] is { Items: [var only] } && only["val"] is { Kind: CborKind.Bytes } token ? [token.AsBytes()] : null;
}
