using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates that the asset is the one that was signed, by the hard binding of its manifest (C2PA 2.2 §15.12).</summary>
/// <param name="asset">The file.</param>
/// <param name="isUpdated">Whether update manifests have been added since it was signed.</param>
/// <param name="fragments">Fragment files that belong to it; null for none.</param>
/// <param name="isSidecar">Whether the manifest store is kept beside the file.</param>
/// <param name="log">Where to report.</param>
internal sealed class HardBindingValidator(Asset asset, bool isUpdated, IEnumerable<Stream>? fragments, bool isSidecar, ValidationLog log, CancellationToken cancellationToken)
{
    public void Validate(Manifest manifest, Claim claim, IReadOnlyList<VerifiedAssertion> assertions)
    {
        var bindings = manifest.Assertions.Where(a => IsCounted(AssertionLabels.WithoutInstance(a.Label))).ToList();
        if (bindings.Count > 1)
            log.Failure(StatusCodes.AssertionMultipleHardBindings, manifest.Uri, "The manifest is bound to its asset more than once");
        else if (bindings is [var only] && AssertionLabels.WithoutInstance(only.Label) == AssertionLabels.CollectionHash)
            log.Failure(StatusCodes.ClaimHardBindingsMissing, only.Uri, "The manifest is bound to a collection of files (c2pa.hash.collection.data), which is not checked here, and not to this file");
        else if (bindings.Count == 0 || Find(AssertionLabels.WithoutInstance(bindings[0].Label)) is not { } validate)
            log.Failure(StatusCodes.ClaimHardBindingsMissing, manifest.Uri, $"Nothing binds the manifest to a file of this format ({asset.FormatName})");
        else if (assertions.FirstOrDefault(a => a.Assertion == bindings[0]) is { Value: { } value })
            validate(value, claim, bindings[0].Uri);
    }

    /// <summary>The first form of the BMFF hash does not cover where boxes lie: validators ignore it (§18.6.1).</summary>
    private static bool IsCounted(string label) => AssertionLabels.IsHardBinding(label) && label != AssertionLabels.BmffHash;

    private Action<Cbor.CborValue, Claim, string>? Find(string label) => (label, asset) switch
    {
        (AssertionLabels.BmffHashV2 or AssertionLabels.BmffHashV3, BmffAsset bmff) => new BmffHashValidator(bmff, fragments, isSidecar, log, cancellationToken).Validate,
        (AssertionLabels.DataHash, not BmffAsset) => new DataHashValidator(asset, isUpdated, log, cancellationToken).Validate,
        (AssertionLabels.BoxesHash, ImageAsset image) => new BoxesHashValidator(image, log, cancellationToken).Validate,
        _ => null,
    };
}
