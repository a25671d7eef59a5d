namespace SoraGuard.C2pa.Validation;

/// <summary>The status codes this library reports (C2PA 2.2 §15.2.1). Texts are the specification's.</summary>
public static class StatusCodes
{
    public const string ClaimSignatureValidated = "claimSignature.validated";
    public const string ClaimSignatureInsideValidity = "claimSignature.insideValidity";
    public const string SigningCredentialTrusted = "signingCredential.trusted";
    public const string TimeStampTrusted = "timeStamp.trusted";
    public const string TimeStampValidated = "timeStamp.validated";
    public const string AssertionHashedUriMatch = "assertion.hashedURI.match";
    public const string AssertionBmffHashMatch = "assertion.bmffHash.match";
    public const string AssertionDataHashMatch = "assertion.dataHash.match";
    public const string AssertionBoxesHashMatch = "assertion.boxesHash.match";
    public const string IngredientManifestValidated = "ingredient.manifest.validated";
    public const string IngredientClaimSignatureValidated = "ingredient.claimSignature.validated";

    public const string OcspNotRevoked = "signingCredential.ocsp.notRevoked";
    public const string OcspRevoked = "signingCredential.ocsp.revoked";
    public const string OcspUnknown = "signingCredential.ocsp.unknown";
    public const string OcspSkipped = "signingCredential.ocsp.skipped";
    public const string TimeStampMalformed = "timeStamp.malformed";
    public const string TimeStampMismatch = "timeStamp.mismatch";
    public const string TimeStampOutsideValidity = "timeStamp.outsideValidity";
    public const string TimeStampUntrusted = "timeStamp.untrusted";
    public const string IngredientUnknownProvenance = "ingredient.unknownProvenance";

    public const string TimeOfSigningInsideValidity = "timeOfSigning.insideValidity";
    public const string TimeOfSigningOutsideValidity = "timeOfSigning.outsideValidity";

    /// <summary>A name of c2pa-rs; here a note, since the list of fields grows from version to version.</summary>
    public const string AssertionMetadataDisallowed = "assertion.metadata.disallowed";

    /// <summary>Bytes beyond those the specification leaves out are under no hash (C2PA 2.4).</summary>
    public const string BmffHashAdditionalExclusions = "assertion.bmffHash.additionalExclusionsPresent";

    /// <inheritdoc cref="BmffHashAdditionalExclusions"/>
    public const string DataHashAdditionalExclusions = "assertion.dataHash.additionalExclusionsPresent";

    /// <inheritdoc cref="BmffHashAdditionalExclusions"/>
    public const string BoxesHashAdditionalExclusions = "assertion.boxesHash.additionalExclusionsPresent";

    public const string ClaimMissing = "claim.missing";
    public const string ClaimMultiple = "claim.multiple";
    public const string ClaimCborInvalid = "claim.cbor.invalid";
    public const string ClaimMalformed = "claim.malformed";
    public const string ClaimHardBindingsMissing = "claim.hardBindings.missing";
    public const string ClaimSignatureMissing = "claimSignature.missing";
    public const string ClaimSignatureMismatch = "claimSignature.mismatch";
    public const string ClaimSignatureOutsideValidity = "claimSignature.outsideValidity";
    public const string SigningCredentialInvalid = "signingCredential.invalid";
    public const string SigningCredentialUntrusted = "signingCredential.untrusted";
    public const string AlgorithmUnsupported = "algorithm.unsupported";
    public const string AssertionMissing = "assertion.missing";
    public const string AssertionUndeclared = "assertion.undeclared";
    public const string AssertionOutsideManifest = "assertion.outsideManifest";
    public const string AssertionHashedUriMismatch = "assertion.hashedURI.mismatch";
    public const string AssertionSelfRedacted = "assertion.selfRedacted";
    public const string AssertionTimeStampMalformed = "assertion.timestamp.malformed";
    public const string AssertionCborInvalid = "assertion.cbor.invalid";
    public const string AssertionJsonInvalid = "assertion.json.invalid";
    public const string AssertionMultipleHardBindings = "assertion.multipleHardBindings";
    public const string AssertionBmffHashMismatch = "assertion.bmffHash.mismatch";
    public const string AssertionBmffHashMalformed = "assertion.bmffHash.malformed";
    public const string AssertionDataHashMismatch = "assertion.dataHash.mismatch";
    public const string AssertionDataHashMalformed = "assertion.dataHash.malformed";
    public const string AssertionBoxesHashMismatch = "assertion.boxesHash.mismatch";
    public const string AssertionBoxesHashMalformed = "assertion.boxesHash.malformed";
    public const string AssertionBoxesHashUnknownBox = "assertion.boxesHash.unknownBox";
    public const string AssertionCloudDataMalformed = "assertion.cloud-data.malformed";
    public const string AssertionCloudDataHardBinding = "assertion.cloud-data.hardBinding";
    public const string AssertionCloudDataActions = "assertion.cloud-data.actions";

    /// <summary>C2PA 2.4.</summary>
    public const string AssertionExternalReferenceMalformed = "assertion.external-reference.malformed";
    public const string AssertionActionMalformed = "assertion.action.malformed";
    public const string AssertionActionIngredientMismatch = "assertion.action.ingredientMismatch";
    public const string AssertionActionRedacted = "assertion.action.redacted";
    public const string AssertionDataHashRedacted = "assertion.dataHash.redacted";
    public const string AssertionNotRedacted = "assertion.notRedacted";
    public const string AssertionActionRedactionMismatch = "assertion.action.redactionMismatch";
    public const string IngredientClaimSignatureMissing = "ingredient.claimSignature.missing";
    public const string HashedUriMissing = "hashedURI.missing";
    public const string HashedUriMismatch = "hashedURI.mismatch";
    public const string AssertionIngredientMalformed = "assertion.ingredient.malformed";
    public const string IngredientManifestMissing = "ingredient.manifest.missing";
    public const string IngredientManifestMismatch = "ingredient.manifest.mismatch";
    public const string IngredientClaimSignatureMismatch = "ingredient.claimSignature.mismatch";
    public const string ManifestMultipleParents = "manifest.multipleParents";
    public const string ManifestCompressedInvalid = "manifest.compressed.invalid";
    public const string ManifestUpdateInvalid = "manifest.update.invalid";
    public const string ManifestUpdateWrongParents = "manifest.update.wrongParents";
    public const string ManifestInaccessible = "manifest.inaccessible";
    public const string GeneralError = "general.error";

    /// <summary>One of these says that the asset is as it was signed.</summary>
    internal static IReadOnlyList<string> HardBindingMatches { get; } = [AssertionBmffHashMatch, AssertionDataHashMatch, AssertionBoxesHashMatch];

    // Of identity assertions (CAWG Identity Assertion 1.2 §7.2, §8.2.2).
    public const string CawgWellFormed = "cawg.identity.well-formed";
    public const string CawgCredentialTrusted = "cawg.x509.credential.trusted";
    public const string CawgCborInvalid = "cawg.identity.cbor.invalid";
    public const string CawgAssertionMismatch = "cawg.identity.assertion.mismatch";
    public const string CawgAssertionDuplicate = "cawg.identity.assertion.duplicate";
    public const string CawgHardBindingMissing = "cawg.identity.hard_binding_missing";
    public const string CawgSignatureTypeUnknown = "cawg.identity.sig_type.unknown";
    public const string CawgPadInvalid = "cawg.identity.pad.invalid";
    public const string CawgAlgorithmUnsupported = "cawg.x509.algorithm.unsupported";
    public const string CawgCredentialInvalid = "cawg.x509.credential.invalid";
    public const string CawgCredentialUntrusted = "cawg.x509.credential.untrusted";
    public const string CawgOutsideValidity = "cawg.x509.signature.outside_validity";
    public const string CawgSignatureMismatch = "cawg.x509.signature.mismatch";

    // Of identity claims aggregations (CAWG Identity Assertion 1.2 §8.1.7).
    public const string CawgCredentialValid = "cawg.ica.credential_valid";
    public const string CawgTimeStampValidated = "cawg.ica.time_stamp.validated";
    public const string CawgUntrustedIssuer = "cawg.ica.untrusted_issuer";
    public const string CawgDidUnavailable = "cawg.ica.did_unavailable";
    public const string CawgDidUnsupported = "cawg.ica.did_unsupported_method";
    public const string CawgRevocationUnsupported = "cawg.ica.revocation.unsupported";
    public const string CawgInvalidCoseSign1 = "cawg.ica.invalid_cose_sign1";
    public const string CawgInvalidAlgorithm = "cawg.ica.invalid_alg";
    public const string CawgInvalidContentType = "cawg.ica.invalid_content_type";
    public const string CawgInvalidCredential = "cawg.ica.invalid_verifiable_credential";
    public const string CawgInvalidIssuer = "cawg.ica.invalid_issuer";
    public const string CawgInvalidDidDocument = "cawg.ica.invalid_did_document";
    public const string CawgIssuerSignatureMismatch = "cawg.ica.signature_mismatch";
    public const string CawgTimeStampInvalid = "cawg.ica.time_stamp.invalid";
    public const string CawgValidFromMissing = "cawg.ica.valid_from.missing";
    public const string CawgValidFromInvalid = "cawg.ica.valid_from.invalid";
    public const string CawgValidUntilInvalid = "cawg.ica.valid_until.invalid";
    public const string CawgPayloadMismatch = "cawg.ica.signer_payload.mismatch";
    public const string CawgVerifiedIdentitiesMissing = "cawg.ica.verified_identities.missing";
    public const string CawgVerifiedIdentitiesInvalid = "cawg.ica.verified_identities.invalid";

    /// <summary>Failures that lower trust and leave the manifest valid: it says who signed, and nobody here vouches for them.</summary>
    internal static bool IsOfTrustAlone(string code) => code is SigningCredentialUntrusted or CawgCredentialUntrusted or CawgHardBindingMissing;
}
