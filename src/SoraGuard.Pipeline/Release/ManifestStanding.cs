using SoraGuard.C2pa.Validation;

namespace SoraGuard.Pipeline.Release;

/// <summary>How far a manifest can be relied on.</summary>
internal enum ManifestStanding
{
    /// <summary>There is none in the file.</summary>
    None,

    /// <summary>It, its signature or the file is not as it was signed.</summary>
    Broken,

    /// <summary>Nothing speaks against it, but who signed is not proven: what it says is a claim.</summary>
    Claimed,

    /// <summary>A signer whom this verifier trusts vouches for the bytes.</summary>
    Trusted,
}

/// <summary>Judges the standing of a manifest from what validation found.</summary>
internal static class ManifestStandings
{
    private static readonly string[] HardBindingMatches = [StatusCodes.AssertionBmffHashMatch, StatusCodes.AssertionDataHashMatch, StatusCodes.AssertionBoxesHashMatch];

    public static ManifestStanding Of(VerifyFindings found) => found switch
    {
        { ManifestUnreadable: not null } => ManifestStanding.Broken,
        { Manifest: null } or { Manifest.ManifestAddress: not null } => ManifestStanding.None,
        { Manifest.State: ValidationState.Trusted } => ManifestStanding.Trusted,
        { Manifest.State: ValidationState.Valid or ValidationState.WellFormed } => ManifestStanding.Claimed,
        { Manifest: var manifest } when IsOnlyOutOfDate(manifest) || LacksOnlyFragments(manifest) => ManifestStanding.Claimed,
        { Manifest: { State: ValidationState.None } manifest } when !manifest.Failures.Any() => ManifestStanding.None,
        _ => ManifestStanding.Broken,
    };

    /// <summary>Whether it is the manifest of an initialization segment, and all that fails is that nothing is known of the media.</summary>
    public static bool LacksOnlyFragments(ValidationResult manifest) =>
        manifest.LacksFragments && manifest.Codes.Any(c => c is { Code: StatusCodes.ClaimSignatureValidated, IngredientUri: null })
        && manifest.Failures.All(f => f.Code is StatusCodes.AssertionBmffHashMismatch or StatusCodes.SigningCredentialUntrusted);

    /// <summary>
    /// Whether signature and bytes hold, and all that fails is the time: a certificate, of the signer or of an ingredient's, outside its validity.
    /// Outside its validity a certificate leads to no anchor either, so the code for that does not count.
    /// </summary>
    public static bool IsOnlyOutOfDate(ValidationResult manifest)
    {
        var held = manifest.Codes.Where(c => c is { Kind: StatusKind.Success, IngredientUri: null }).Select(c => c.Code).ToHashSet();
        var failed = manifest.Failures.Select(f => f.Code).ToHashSet();
        return held.Contains(StatusCodes.ClaimSignatureValidated) && held.Overlaps(HardBindingMatches)
            && failed.Contains(StatusCodes.ClaimSignatureOutsideValidity)
            && failed.IsSubsetOf([StatusCodes.ClaimSignatureOutsideValidity, StatusCodes.SigningCredentialUntrusted]);
    }
}
