using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates what an update manifest may hold: nothing that tells of a change of the content (C2PA 2.2 §11.2.3, §15.10.1.3).</summary>
internal sealed class UpdateValidator(ValidationLog log)
{
    /// <summary>Actions that leave the content as it is.</summary>
    public static IReadOnlyList<string> AllowedActions { get; } = ["c2pa.edited.metadata", ActionNames.Opened, "c2pa.published", "c2pa.redacted"];

    public void Validate(Manifest manifest, IReadOnlyList<VerifiedAssertion> assertions, IReadOnlyList<VerifiedIngredient> ingredients, IReadOnlyList<C2paAction> actions)
    {
        if (ingredients is not [{ Ingredient: { Relationship: IngredientAssertion.ParentOf, ActiveManifest: not null } }])
            log.Failure(StatusCodes.ManifestUpdateWrongParents, manifest.Uri, "An update manifest must have one ingredient: the manifest it updates, as parentOf");
        if (assertions.FirstOrDefault(a => IsForbidden(a.Label)) is { } forbidden)
            log.Failure(StatusCodes.ManifestUpdateInvalid, forbidden.Assertion.Uri, "An update manifest must not have a hash of the content, nor a thumbnail");
        if (actions.FirstOrDefault(a => !AllowedActions.Contains(a.Action)) is { } action)
            log.Failure(StatusCodes.ManifestUpdateInvalid, manifest.Uri, $"An update manifest must not have the action {action.Action}, which changes the content");
    }

    private static bool IsForbidden(string label) =>
        AssertionLabels.IsHardBinding(label) || label.StartsWith("c2pa.thumbnail.", StringComparison.Ordinal) || AssertionLabels.WithoutInstance(label) == AssertionLabels.MultiAssetHash;
}
