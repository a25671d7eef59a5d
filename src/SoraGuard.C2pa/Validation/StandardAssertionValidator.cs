using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Validates assertions that speak of what is kept elsewhere, and of metadata (C2PA 2.2 §15.10.3.2; external references, and which
/// assertions may be elsewhere, C2PA 2.4). For claims of version 2. Nothing is fetched: what lies elsewhere is not judged.
/// </summary>
internal sealed class StandardAssertionValidator(ValidationLog log)
{
    public void Validate(Manifest manifest, Claim claim, IReadOnlyList<VerifiedAssertion> assertions)
    {
        if (claim.Version < 2)
            return;
        foreach (var assertion in assertions)
            if (assertion.Value is { } value)
                Validate(AssertionLabels.WithoutInstance(assertion.Label), value, assertion.Assertion.Uri, manifest);
    }

    private void Validate(string label, CborValue value, string uri, Manifest manifest)
    {
        if (label == AssertionLabels.CloudData)
            ValidateCloudData(value, manifest, uri);
        else if (label == AssertionLabels.ExternalReference)
            ValidateExternalReference(value, uri);
        else if (label == AssertionLabels.Metadata && value.Entries.Select(e => e.Key).FirstOrDefault(k => !IsAllowed(k)) is { } field)
            log.Note(StatusCodes.AssertionMetadataDisallowed, uri, $"The metadata have the field '{field}', which the specification does not list");
    }

    private void ValidateCloudData(CborValue value, Manifest manifest, string uri)
    {
        var label = value["label"] is { Kind: CborKind.Text } text ? AssertionLabels.WithoutInstance(text.AsText()) : null;
        if (label is null || value["size"] is not { Kind: CborKind.Integer } || !IsLocation(value["location"], isHashRequired: true))
            log.Failure(StatusCodes.AssertionCloudDataMalformed, uri, "A cloud-data assertion must have the label, the size and the hashed location of another assertion");
        else if (AssertionLabels.IsHardBinding(label) || label == AssertionLabels.MultiAssetHash)
            log.Failure(StatusCodes.AssertionCloudDataHardBinding, uri, "What binds a manifest to its asset must not be kept elsewhere");
        else if (manifest.IsUpdate && AssertionLabels.IsActions(label))
            log.Failure(StatusCodes.AssertionCloudDataActions, uri, "The actions of an update manifest must not be kept elsewhere");
        else if (AssertionLabels.IsActions(label) || AssertionLabels.IsIngredient(label) || label == AssertionLabels.CloudData)
            log.Failure(StatusCodes.AssertionCloudDataMalformed, uri, $"An assertion {label} must not be kept elsewhere");
    }

    private void ValidateExternalReference(CborValue value, string uri)
    {
        var label = value["label"];
        if (!IsLocation(value["location"], isHashRequired: false) || label is { Kind: not CborKind.Text })
            log.Failure(StatusCodes.AssertionExternalReferenceMalformed, uri, "An external reference must have a location: an address, with hash and algorithm or without both");
        else if (label is not null && IsBoundToManifest(AssertionLabels.WithoutInstance(label.AsText())))
            log.Failure(StatusCodes.AssertionExternalReferenceMalformed, uri, $"An assertion {label.AsText()} must not be kept elsewhere");
    }

    private static bool IsLocation(CborValue? location, bool isHashRequired)
    {
        var hasHash = location?["hash"] is { Kind: CborKind.Bytes };
        var hasAlgorithm = location?["alg"] is { Kind: CborKind.Text };
        return location?["url"] is { Kind: CborKind.Text } && hasHash == hasAlgorithm && (hasHash || !isHashRequired);
    }

    /// <summary>Assertions that make no sense apart from their manifest.</summary>
    private static bool IsBoundToManifest(string label) =>
        AssertionLabels.IsActions(label) || AssertionLabels.IsIngredient(label) || AssertionLabels.IsHardBinding(label)
        || label is AssertionLabels.CloudData or AssertionLabels.ExternalReference or AssertionLabels.MultiAssetHash;

    private static bool IsAllowed(CborValue key) => key.Kind == CborKind.Text && MetadataFields.IsAllowed(key.AsText());
}
