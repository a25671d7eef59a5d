using SoraGuard.C2pa.Assertions;

namespace SoraGuard.C2pa.Validation;

/// <summary>Says a result in one line, and no more than was found.</summary>
internal static class SummaryLine
{
    public static string Of(ValidationState state, ManifestFacts? facts, IReadOnlyList<ValidationStatus> statuses, DateTimeOffset time)
    {
        var signer = facts?.Signer.Issuer ?? "an unnamed signer";
        var isByModel = facts?.Actions.Any(a => a.DigitalSourceType == DigitalSourceTypes.TrainedAlgorithmicMedia) == true;
        var rest = $"{(isByModel ? ", made by a generative model" : "")} (as of {time:yyyy-MM-dd}).";
        return state switch
        {
            ValidationState.Trusted => $"Intact and signed by {signer}, whose certificate leads to a trust anchor{rest}",
            ValidationState.Valid when Has(statuses, StatusCodes.SigningCredentialTrusted) && facts!.Identities.Any(i => !i.IsTrusted) =>
                $"Intact and signed by {signer}, who is trusted; someone else who claims to stand by it is not{rest}",
            ValidationState.Valid when Has(statuses, StatusCodes.SigningCredentialTrusted) =>
                $"Intact and signed by {signer}, who is trusted; the signer of an ingredient is not{rest}",
            ValidationState.Valid => $"Intact and signed by {signer}, for whom no trust anchor vouches{rest}",
            ValidationState.WellFormed => $"Well-formed, but nobody vouches for it here: {Sentence(statuses.First(s => s.IsUnverifiable))}",
            _ => OfInvalid(facts, statuses, signer),
        };
    }

    private static string OfInvalid(ManifestFacts? facts, IReadOnlyList<ValidationStatus> statuses, string signer)
    {
        var failures = statuses.Where(s => s.Kind == StatusKind.Failure && !StatusCodes.IsOfTrustAlone(s.Code) && !s.IsUnverifiable).ToList();
        if (failures.Count == 0)
            return "Invalid: the signature of the manifest or the hash of the file was not confirmed.";
        var active = failures.Where(f => f.IngredientUri is null).ToList();
        if (active.Count == 0)
            return $"Intact and signed by {signer}, but the provenance of an ingredient fails: {Sentence(failures[0])}";
        var isUnchanged = Has(statuses, StatusCodes.ClaimSignatureValidated) && StatusCodes.HardBindingMatches.Any(code => Has(statuses, code));
        if (!isUnchanged || !active.TrueForAll(f => f.Code is StatusCodes.ClaimSignatureOutsideValidity or StatusCodes.SigningCredentialInvalid))
            return $"The manifest or the file is not as it was signed, or not as it must be: {Sentence(active[0])}";
        var timeStamp = facts?.Signer.HasUntrustedTimeStamp == true ? " A time-stamp is there, but it does not count." : "";
        return $"Unchanged since {signer} signed it, but the signature does not count: {Sentence(active[0])}{timeStamp}";
    }

    private static bool Has(IReadOnlyList<ValidationStatus> statuses, string code) => statuses.Any(s => s.Code == code && s.IngredientUri is null);

    private static string Sentence(ValidationStatus status) => $"{status.Explanation} ({status.Code}).";
}
