using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Jumbf;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>What was found in one manifest, as far as its hashes hold.</summary>
internal sealed record ManifestFacts(
    Claim Claim,
    SignerFacts Signer,
    IReadOnlyList<VerifiedAssertion> Assertions,
    IReadOnlyList<VerifiedIngredient> Ingredients,
    IReadOnlyList<C2paAction> Actions)
{
    public IReadOnlyList<CawgIdentity> Identities { get; init; } = [];

    /// <summary>Of its own actions, each once, in order.</summary>
    public IReadOnlyList<string> DigitalSourceTypes => [.. Actions.Select(a => a.DigitalSourceType).OfType<string>().Distinct()];
}

/// <summary>Validates manifests: the active one and, below it, those of its ingredients (C2PA 2.2 §15.4).</summary>
internal sealed class ManifestValidator(ManifestStore store, ValidationOptions options, ValidationLog log)
{
    private readonly HashSet<string> _redacted = [];
    private readonly ValidationBudget _budget = new();
    private readonly StoreEvidence _evidence = new();

    /// <param name="manifest">One of the store.</param>
    /// <param name="bindToAsset">Checks the hard binding; null for an ingredient, whose asset is not at hand.</param>
    /// <param name="depth">Ingredients above this manifest.</param>
    /// <returns>Null where there is no readable claim.</returns>
    public ManifestFacts? Validate(Manifest manifest, Action<Manifest, Claim, IReadOnlyList<VerifiedAssertion>>? bindToAsset, int depth = 0)
    {
        _budget.SpendManifest(manifest, depth);
        if (depth == 0)
            new RedactionScan(store, _budget).Collect(manifest, _redacted);
        if (ReadClaim(manifest) is not { } claim)
            return null;
        var signer = new SignatureValidator(options, log, _budget, _evidence).Validate(manifest, claim);
        var assertions = new AssertionValidator(log, _budget).Validate(manifest, claim, _redacted);
        var ingredients = IngredientValidator.ReadAll(manifest, assertions, log);
        var actions = new ActionsValidator(store, log, _budget).Validate(manifest, claim, assertions, ingredients);
        if (manifest.IsUpdate)
            new UpdateValidator(log).Validate(manifest, assertions, ingredients, actions);
        else
            bindToAsset?.Invoke(manifest, claim, assertions);
        new StandardAssertionValidator(log).Validate(manifest, claim, assertions);
        new ReferenceValidator(store, log, _budget, _redacted).Validate(manifest, claim, assertions);
        _evidence.Collect(assertions, log);
        var identities = new IdentityValidator(options, log, _budget).Validate(manifest, claim, assertions, signer.SigningTime);
        // With several parents nothing tells which of them is the asset's, and each would read the whole of it.
        var bindParent = manifest.IsUpdate && ingredients.Count(HoldsBinding) == 1 ? bindToAsset : null;
        if (manifest.IsUpdate && bindToAsset is not null && bindParent is null)
            log.Failure(StatusCodes.ClaimHardBindingsMissing, manifest.Uri, "The update manifest does not have exactly one parent with a manifest: nothing binds it to the file");
        ingredients = [.. ingredients.Select(i => ValidateIngredient(manifest, claim, i, depth + 1, bindParent))];
        return new ManifestFacts(claim, signer, assertions, ingredients, actions) { Identities = identities };
    }

    private Claim? ReadClaim(Manifest manifest)
    {
        if (!manifest.IsReadable)
            log.Failure(StatusCodes.ManifestCompressedInvalid, manifest.Uri, "The compressed manifest does not expand to a manifest");
        else if (manifest.Claims.Count > 1)
            log.Failure(StatusCodes.ClaimMultiple, manifest.Uri, "The manifest has more than one claim");
        else if (manifest.Claims is [{ Label: Claim.LabelV1 or Claim.LabelV2 } claim] && Manifest.ClaimBytes(claim) is { } bytes)
            return ParseClaim(claim.Label, bytes, manifest.UriOf(claim));
        else
            log.Failure(StatusCodes.ClaimMissing, manifest.Uri, "The manifest has no claim of a known version");
        return null;
    }

    private Claim? ParseClaim(string label, ReadOnlyMemory<byte> bytes, string uri)
    {
        CborValue map;
        try
        {
            map = CborDecoder.Decode(bytes, _budget.Items);
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.ClaimCborInvalid, uri, e.Message);
            return null;
        }
        try
        {
            return Claim.Parse(label, bytes, map);
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.ClaimMalformed, uri, e.Message);
            return null;
        }
    }

    private VerifiedIngredient ValidateIngredient(
        Manifest parent, Claim claim, VerifiedIngredient verified, int depth, Action<Manifest, Claim, IReadOnlyList<VerifiedAssertion>>? bindToAsset)
    {
        var (ingredient, outer, from) = (verified.Ingredient, log.IngredientUri, log.Statuses.Count);
        ManifestFacts? facts = null;
        log.IngredientUri = verified.Verified.Assertion.Uri;
        if (ingredient is { ActiveManifest: null, Relationship: IngredientAssertion.InputTo })
            facts = null; // A model or a prompt has no provenance to miss (§15.11.3.3).
        else if (ingredient.ActiveManifest is not { } reference)
            log.Note(StatusCodes.IngredientUnknownProvenance, log.IngredientUri, "The ingredient had no manifest");
        else if (FindManifest(reference.Url, parent) is { } manifest)
        {
            CheckIngredientHashes(verified, reference, claim, manifest);
            facts = Validate(manifest, HoldsBinding(verified) ? AsActive(bindToAsset) : null, depth);
            log.Acknowledge(from, IngredientValidator.RecordedFailures(ingredient.ValidationResults, manifest.Label));
        }
        else
            log.Failure(StatusCodes.IngredientManifestMissing, log.IngredientUri, "The manifest of the ingredient is not in the store");
        log.IngredientUri = outer;
        return verified with
        {
            IsIntactAndTrusted = !log.Statuses.Skip(from).Any(s => s.Kind == StatusKind.Failure),
            DigitalSourceTypes = [.. (facts?.DigitalSourceTypes ?? []).Concat((facts?.Ingredients ?? []).SelectMany(i => i.DigitalSourceTypes)).Distinct()],
        };
    }

    /// <summary>
    /// A manifest that a later one has redacted assertions of is known by its signature, any other by the whole of it too
    /// (§15.11.3.3.1, §15.11.3.3.2).
    /// </summary>
    private void CheckIngredientHashes(VerifiedIngredient verified, HashedUri reference, Claim claim, Manifest manifest)
    {
        var isV3 = AssertionLabels.WithoutInstance(verified.Verified.Label) == AssertionLabels.IngredientV3;
        var isRedacted = _redacted.Any(r => r.StartsWith(manifest.Uri + "/", StringComparison.Ordinal));
        if (isV3 && verified.Ingredient.ValidationResults is null)
            log.Failure(StatusCodes.AssertionIngredientMalformed, verified.Verified.Assertion.Uri, "The ingredient has a manifest, and the signer did not record how it was validated");
        if (verified.Ingredient.ClaimSignature is { } signature && manifest.SignatureBox is { } box)
            CheckHash(signature, claim, box.HashedBytes, manifest.UriOf(box), StatusCodes.IngredientClaimSignatureValidated,
                StatusCodes.IngredientClaimSignatureMismatch, alternative: box.Bytes); // with its header, in early files
        else if (isV3 && isRedacted)
            log.Failure(StatusCodes.IngredientClaimSignatureMissing, verified.Verified.Assertion.Uri, "The ingredient's manifest was redacted, and its signature is not named");
        if (!isRedacted || !isV3)
            CheckHash(reference, claim, manifest.Box.HashedBytes, manifest.Uri, StatusCodes.IngredientManifestValidated,
                StatusCodes.IngredientManifestMismatch, manifest.IsCompressed ? manifest.ExpandedHashedBytes : LegacyHashedBytes(verified, manifest));
    }

    /// <summary>The binding of an asset with an update is that of the first standard manifest up the chain of parents (§15.12).</summary>
    private static bool HoldsBinding(VerifiedIngredient ingredient) =>
        ingredient.Ingredient is { Relationship: IngredientAssertion.ParentOf, ActiveManifest: not null };

    /// <summary>It says something of the file at hand, not of an ingredient.</summary>
    private Action<Manifest, Claim, IReadOnlyList<VerifiedAssertion>>? AsActive(Action<Manifest, Claim, IReadOnlyList<VerifiedAssertion>>? bindToAsset) =>
        bindToAsset is null ? null : (manifest, claim, assertions) =>
        {
            var inner = log.IngredientUri;
            log.IngredientUri = null;
            bindToAsset(manifest, claim, assertions);
            log.IngredientUri = inner;
        };

    /// <summary>
    /// The manifest a URI names; real files also name the claim in it. Null also for the manifest that asks: nothing is an
    /// ingredient of itself.
    /// </summary>
    private Manifest? FindManifest(string uri, Manifest parent) =>
        JumbfUri.TryParse(uri, parent.Label) is { Path: [] or [Claim.LabelV1 or Claim.LabelV2] } parsed && parsed.Manifest != parent.Label ? store.Find(parsed.Manifest) : null;

    /// <summary>Before C2PA 1.1, the reference to an ingredient's manifest hashed the CBOR of its claim, which names all the rest by hashes.</summary>
    private static ReadOnlyMemory<byte>? LegacyHashedBytes(VerifiedIngredient verified, Manifest manifest) =>
        AssertionLabels.WithoutInstance(verified.Verified.Label) == AssertionLabels.Ingredient && manifest.Claims is [var claim]
            ? Manifest.ClaimBytes(claim)
            : default(ReadOnlyMemory<byte>?);

    private void CheckHash(
        HashedUri reference, Claim claim, ReadOnlyMemory<byte> hashed, string uri, string success, string failure, ReadOnlyMemory<byte>? alternative)
    {
        bool Fits(HashAlgorithmName algorithm, ReadOnlyMemory<byte> bytes) => _budget.Hash(algorithm, bytes.Span).AsSpan().SequenceEqual(reference.Hash.Span);
        if (HashAlgorithms.TryGet(reference.Algorithm ?? claim.Algorithm, out var algorithm)
            && (Fits(algorithm, hashed) || (alternative is { } old && Fits(algorithm, old))))
            log.Success(success, uri, "The ingredient's manifest is as it was when the ingredient was added");
        else
            log.Failure(failure, uri, "The ingredient's manifest is not as it was when the ingredient was added");
    }
}
