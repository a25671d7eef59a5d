namespace SoraGuard.C2pa.Validation;

/// <summary>The status codes this library reports (C2PA 2.2 §15.2.1). Texts are the specification's.</summary>
public static class StatusCodes
{
    /// <summary>The signature fits the claim (§15.7).</summary>
    public const string ClaimSignatureValidated = "claimSignature.validated";
    /// <summary>The signer's certificate was within its validity when it signed (§15.8.2).</summary>
    public const string ClaimSignatureInsideValidity = "claimSignature.insideValidity";
    /// <summary>The signer's certificate leads to an anchor, or is on the list of allowed ones (§14.4).</summary>
    public const string SigningCredentialTrusted = "signingCredential.trusted";
    /// <summary>The time-stamp authority's certificate leads to an anchor (§15.8).</summary>
    public const string TimeStampTrusted = "timeStamp.trusted";
    /// <summary>The time-stamp counts (§15.8).</summary>
    public const string TimeStampValidated = "timeStamp.validated";
    /// <summary>An assertion is as the claim says (§15.10).</summary>
    public const string AssertionHashedUriMatch = "assertion.hashedURI.match";
    /// <summary>An MP4 or its kin is as it was signed (§15.12).</summary>
    public const string AssertionBmffHashMatch = "assertion.bmffHash.match";
    /// <summary>A file hashed by offsets is as it was signed (§15.12).</summary>
    public const string AssertionDataHashMatch = "assertion.dataHash.match";
    /// <summary>A file hashed by boxes is as it was signed (§15.12).</summary>
    public const string AssertionBoxesHashMatch = "assertion.boxesHash.match";
    /// <summary>An ingredient's manifest is as it was when the ingredient was added (§15.11.3).</summary>
    public const string IngredientManifestValidated = "ingredient.manifest.validated";
    /// <summary>So is its signature (§15.11.3).</summary>
    public const string IngredientClaimSignatureValidated = "ingredient.claimSignature.validated";

    /// <summary>The issuer states that the signer's certificate was not revoked (§15.9).</summary>
    public const string OcspNotRevoked = "signingCredential.ocsp.notRevoked";
    /// <summary>The issuer has revoked the signer's certificate (§15.9).</summary>
    public const string OcspRevoked = "signingCredential.ocsp.revoked";
    /// <summary>The issuer does not know the signer's certificate (§15.9).</summary>
    public const string OcspUnknown = "signingCredential.ocsp.unknown";
    /// <summary>Revocation was not checked: nothing in the file tells of it (§15.9).</summary>
    public const string OcspSkipped = "signingCredential.ocsp.skipped";
    /// <summary>A time-stamp cannot be read; it does not count (§15.8).</summary>
    public const string TimeStampMalformed = "timeStamp.malformed";
    /// <summary>A time-stamp is of something else, or its own signature does not fit; it does not count (§15.8).</summary>
    public const string TimeStampMismatch = "timeStamp.mismatch";
    /// <summary>The authority's certificate was not valid at the time it states; the time-stamp does not count (§15.8).</summary>
    public const string TimeStampOutsideValidity = "timeStamp.outsideValidity";
    /// <summary>No anchor vouches for the time-stamp authority; the time-stamp does not count (§15.8).</summary>
    public const string TimeStampUntrusted = "timeStamp.untrusted";
    /// <summary>The ingredient had no manifest (§15.11.3).</summary>
    public const string IngredientUnknownProvenance = "ingredient.unknownProvenance";

    /// <summary>The time the signer states is within the certificate's validity.</summary>
    public const string TimeOfSigningInsideValidity = "timeOfSigning.insideValidity";
    /// <summary>The time the signer states is not within the certificate's validity.</summary>
    public const string TimeOfSigningOutsideValidity = "timeOfSigning.outsideValidity";

    /// <summary>A name of c2pa-rs; here a note, since the list of fields grows from version to version.</summary>
    public const string AssertionMetadataDisallowed = "assertion.metadata.disallowed";

    /// <summary>Bytes beyond those the specification leaves out are under no hash (C2PA 2.4).</summary>
    public const string BmffHashAdditionalExclusions = "assertion.bmffHash.additionalExclusionsPresent";

    /// <inheritdoc cref="BmffHashAdditionalExclusions"/>
    public const string DataHashAdditionalExclusions = "assertion.dataHash.additionalExclusionsPresent";

    /// <inheritdoc cref="BmffHashAdditionalExclusions"/>
    public const string BoxesHashAdditionalExclusions = "assertion.boxesHash.additionalExclusionsPresent";

    /// <summary>The manifest has no claim of a known version (§15.6).</summary>
    public const string ClaimMissing = "claim.missing";
    /// <summary>The manifest has more than one claim (§15.6).</summary>
    public const string ClaimMultiple = "claim.multiple";
    /// <summary>The claim is no well-formed CBOR (§15.6).</summary>
    public const string ClaimCborInvalid = "claim.cbor.invalid";
    /// <summary>The claim lacks a field, or has one of a wrong type (§15.6).</summary>
    public const string ClaimMalformed = "claim.malformed";
    /// <summary>Nothing binds the manifest to its asset (§15.10).</summary>
    public const string ClaimHardBindingsMissing = "claim.hardBindings.missing";
    /// <summary>The claim's signature is not where the claim says (§15.7).</summary>
    public const string ClaimSignatureMissing = "claimSignature.missing";
    /// <summary>The signature does not fit the claim (§15.7).</summary>
    public const string ClaimSignatureMismatch = "claimSignature.mismatch";
    /// <summary>A certificate was not within its validity when it signed (§15.8.2).</summary>
    public const string ClaimSignatureOutsideValidity = "claimSignature.outsideValidity";
    /// <summary>The signer's certificate breaks the profile (§14.5.1).</summary>
    public const string SigningCredentialInvalid = "signingCredential.invalid";
    /// <summary>The signer's certificate leads to no anchor (§14.4).</summary>
    public const string SigningCredentialUntrusted = "signingCredential.untrusted";
    /// <summary>A hash or signature is of an algorithm that is not allowed, or not verified here (§13).</summary>
    public const string AlgorithmUnsupported = "algorithm.unsupported";
    /// <summary>The claim names an assertion that is not in the manifest (§15.10).</summary>
    public const string AssertionMissing = "assertion.missing";
    /// <summary>The manifest has an assertion that the claim does not name (§15.10).</summary>
    public const string AssertionUndeclared = "assertion.undeclared";
    /// <summary>The claim names an assertion of another manifest (§15.10).</summary>
    public const string AssertionOutsideManifest = "assertion.outsideManifest";
    /// <summary>An assertion is not as the claim says (§15.10).</summary>
    public const string AssertionHashedUriMismatch = "assertion.hashedURI.mismatch";
    /// <summary>The claim redacts one of its own assertions (§15.10).</summary>
    public const string AssertionSelfRedacted = "assertion.selfRedacted";
    /// <summary>A time-stamp assertion is no map of labels to tokens (§15.10.3.2.4).</summary>
    public const string AssertionTimeStampMalformed = "assertion.timestamp.malformed";
    /// <summary>An assertion is no well-formed CBOR (§15.10).</summary>
    public const string AssertionCborInvalid = "assertion.cbor.invalid";
    /// <summary>An assertion is no well-formed JSON (§15.10).</summary>
    public const string AssertionJsonInvalid = "assertion.json.invalid";
    /// <summary>More than one hard binding (§15.10).</summary>
    public const string AssertionMultipleHardBindings = "assertion.multipleHardBindings";
    /// <summary>An MP4 or its kin is not as it was signed (§15.12).</summary>
    public const string AssertionBmffHashMismatch = "assertion.bmffHash.mismatch";
    /// <summary>Its hash assertion breaks the rules (§15.12).</summary>
    public const string AssertionBmffHashMalformed = "assertion.bmffHash.malformed";
    /// <summary>A file hashed by offsets is not as it was signed (§15.12).</summary>
    public const string AssertionDataHashMismatch = "assertion.dataHash.mismatch";
    /// <summary>Its hash assertion breaks the rules (§15.12).</summary>
    public const string AssertionDataHashMalformed = "assertion.dataHash.malformed";
    /// <summary>A file hashed by boxes is not as it was signed (§15.12).</summary>
    public const string AssertionBoxesHashMismatch = "assertion.boxesHash.mismatch";
    /// <summary>Its hash assertion breaks the rules (§15.12).</summary>
    public const string AssertionBoxesHashMalformed = "assertion.boxesHash.malformed";
    /// <summary>The file has a box that its hash assertion does not name (§15.12).</summary>
    public const string AssertionBoxesHashUnknownBox = "assertion.boxesHash.unknownBox";
    /// <summary>A cloud-data assertion breaks the rules (§15.10).</summary>
    public const string AssertionCloudDataMalformed = "assertion.cloud-data.malformed";
    /// <summary>A hard binding is kept elsewhere, which is not allowed (§15.10).</summary>
    public const string AssertionCloudDataHardBinding = "assertion.cloud-data.hardBinding";
    /// <summary>An actions assertion is kept elsewhere, which is not allowed (§15.10).</summary>
    public const string AssertionCloudDataActions = "assertion.cloud-data.actions";

    /// <summary>C2PA 2.4.</summary>
    public const string AssertionExternalReferenceMalformed = "assertion.external-reference.malformed";
    /// <summary>An action breaks the rules of its kind (§15.10).</summary>
    public const string AssertionActionMalformed = "assertion.action.malformed";
    /// <summary>An action names an ingredient that is none (§15.10).</summary>
    public const string AssertionActionIngredientMismatch = "assertion.action.ingredientMismatch";
    /// <summary>An action was redacted, which is not allowed (§15.10).</summary>
    public const string AssertionActionRedacted = "assertion.action.redacted";
    /// <summary>A hard binding was redacted, which is not allowed (§15.10).</summary>
    public const string AssertionDataHashRedacted = "assertion.dataHash.redacted";
    /// <summary>An assertion said to be redacted is still there (§15.10).</summary>
    public const string AssertionNotRedacted = "assertion.notRedacted";
    /// <summary>A redaction has no action that names it (§15.10).</summary>
    public const string AssertionActionRedactionMismatch = "assertion.action.redactionMismatch";
    /// <summary>A redacted ingredient's signature is not named (§15.11.3.3.1).</summary>
    public const string IngredientClaimSignatureMissing = "ingredient.claimSignature.missing";
    /// <summary>A reference inside an assertion names nothing (§15.10).</summary>
    public const string HashedUriMissing = "hashedURI.missing";
    /// <summary>What a reference inside an assertion names is not as it says (§15.10).</summary>
    public const string HashedUriMismatch = "hashedURI.mismatch";
    /// <summary>An ingredient assertion breaks the rules (§15.11.3).</summary>
    public const string AssertionIngredientMalformed = "assertion.ingredient.malformed";
    /// <summary>An ingredient's manifest is not in the store (§15.11.3).</summary>
    public const string IngredientManifestMissing = "ingredient.manifest.missing";
    /// <summary>An ingredient's manifest is not as it was when the ingredient was added (§15.11.3).</summary>
    public const string IngredientManifestMismatch = "ingredient.manifest.mismatch";
    /// <summary>Nor is its signature (§15.11.3).</summary>
    public const string IngredientClaimSignatureMismatch = "ingredient.claimSignature.mismatch";
    /// <summary>More than one parentOf ingredient (§15.11).</summary>
    public const string ManifestMultipleParents = "manifest.multipleParents";
    /// <summary>A compressed manifest does not expand to one (§11.2.4).</summary>
    public const string ManifestCompressedInvalid = "manifest.compressed.invalid";
    /// <summary>An update manifest says what it must not (§11.2.3).</summary>
    public const string ManifestUpdateInvalid = "manifest.update.invalid";
    /// <summary>An update manifest has not exactly one parent (§11.2.3).</summary>
    public const string ManifestUpdateWrongParents = "manifest.update.wrongParents";
    /// <summary>The manifest is kept elsewhere, and was not asked for (§15.5.3).</summary>
    public const string ManifestInaccessible = "manifest.inaccessible";
    /// <summary>The file or store cannot be read, or holds several stores (§15.5.2.1).</summary>
    public const string GeneralError = "general.error";

    /// <summary>One of these says that the asset is as it was signed.</summary>
    internal static IReadOnlyList<string> HardBindingMatches { get; } = [AssertionBmffHashMatch, AssertionDataHashMatch, AssertionBoxesHashMatch];

    // Of identity assertions (CAWG Identity Assertion 1.2 §7.2, §8.2.2).
    /// <summary>The identity assertion keeps its rules and its signature fits.</summary>
    public const string CawgWellFormed = "cawg.identity.well-formed";
    /// <summary>The identity's certificate leads to an anchor for identities.</summary>
    public const string CawgCredentialTrusted = "cawg.x509.credential.trusted";
    /// <summary>The identity assertion cannot be read.</summary>
    public const string CawgCborInvalid = "cawg.identity.cbor.invalid";
    /// <summary>It refers to an assertion that is not in the claim as it says.</summary>
    public const string CawgAssertionMismatch = "cawg.identity.assertion.mismatch";
    /// <summary>It refers to an assertion twice.</summary>
    public const string CawgAssertionDuplicate = "cawg.identity.assertion.duplicate";
    /// <summary>It does not refer to the hard binding.</summary>
    public const string CawgHardBindingMissing = "cawg.identity.hard_binding_missing";
    /// <summary>Its signature is of a kind that is not read.</summary>
    public const string CawgSignatureTypeUnknown = "cawg.identity.sig_type.unknown";
    /// <summary>Its padding is not zero.</summary>
    public const string CawgPadInvalid = "cawg.identity.pad.invalid";
    /// <summary>Its signature is of an algorithm that is not verified here.</summary>
    public const string CawgAlgorithmUnsupported = "cawg.x509.algorithm.unsupported";
    /// <summary>The identity's certificate breaks the profile.</summary>
    public const string CawgCredentialInvalid = "cawg.x509.credential.invalid";
    /// <summary>The identity's certificate leads to no anchor for identities.</summary>
    public const string CawgCredentialUntrusted = "cawg.x509.credential.untrusted";
    /// <summary>The identity's certificate was not within its validity.</summary>
    public const string CawgOutsideValidity = "cawg.x509.signature.outside_validity";
    /// <summary>The identity's signature does not fit.</summary>
    public const string CawgSignatureMismatch = "cawg.x509.signature.mismatch";

    // Of identity claims aggregations (CAWG Identity Assertion 1.2 §8.1.7).
    /// <summary>A trusted aggregator states the identity.</summary>
    public const string CawgCredentialValid = "cawg.ica.credential_valid";
    /// <summary>The credential's time-stamp counts.</summary>
    public const string CawgTimeStampValidated = "cawg.ica.time_stamp.validated";
    /// <summary>Nobody vouches for the aggregator.</summary>
    public const string CawgUntrustedIssuer = "cawg.ica.untrusted_issuer";
    /// <summary>The aggregator's key would have to be fetched: the identity was not checked.</summary>
    public const string CawgDidUnavailable = "cawg.ica.did_unavailable";
    /// <summary>The aggregator's identifier is of a method that is not read: the identity was not checked.</summary>
    public const string CawgDidUnsupported = "cawg.ica.did_unsupported_method";
    /// <summary>Whether the credential was revoked was not checked.</summary>
    public const string CawgRevocationUnsupported = "cawg.ica.revocation.unsupported";
    /// <summary>The credential's signature cannot be read.</summary>
    public const string CawgInvalidCoseSign1 = "cawg.ica.invalid_cose_sign1";
    /// <summary>The credential's signature is of an algorithm that is not verified here.</summary>
    public const string CawgInvalidAlgorithm = "cawg.ica.invalid_alg";
    /// <summary>What is signed is no credential.</summary>
    public const string CawgInvalidContentType = "cawg.ica.invalid_content_type";
    /// <summary>The credential lacks a field, or is of another kind.</summary>
    public const string CawgInvalidCredential = "cawg.ica.invalid_verifiable_credential";
    /// <summary>The credential's issuer is no decentralized identifier.</summary>
    public const string CawgInvalidIssuer = "cawg.ica.invalid_issuer";
    /// <summary>The issuer's identifier does not hold a usable key.</summary>
    public const string CawgInvalidDidDocument = "cawg.ica.invalid_did_document";
    /// <summary>The credential's signature does not fit.</summary>
    public const string CawgIssuerSignatureMismatch = "cawg.ica.signature_mismatch";
    /// <summary>The credential's time-stamp is malformed or of something else.</summary>
    public const string CawgTimeStampInvalid = "cawg.ica.time_stamp.invalid";
    /// <summary>The credential does not say from when on it is valid.</summary>
    public const string CawgValidFromMissing = "cawg.ica.valid_from.missing";
    /// <summary>The credential became valid after it was used.</summary>
    public const string CawgValidFromInvalid = "cawg.ica.valid_from.invalid";
    /// <summary>The credential had run out.</summary>
    public const string CawgValidUntilInvalid = "cawg.ica.valid_until.invalid";
    /// <summary>The credential is of another assertion.</summary>
    public const string CawgPayloadMismatch = "cawg.ica.signer_payload.mismatch";
    /// <summary>The credential names no identities.</summary>
    public const string CawgVerifiedIdentitiesMissing = "cawg.ica.verified_identities.missing";
    /// <summary>The identities in the credential break the rules.</summary>
    public const string CawgVerifiedIdentitiesInvalid = "cawg.ica.verified_identities.invalid";

    /// <summary>Failures that lower trust and leave the manifest valid: it says who signed, and nobody here vouches for them.</summary>
    internal static bool IsOfTrustAlone(string code) => code is SigningCredentialUntrusted or CawgCredentialUntrusted or CawgHardBindingMissing;
}
