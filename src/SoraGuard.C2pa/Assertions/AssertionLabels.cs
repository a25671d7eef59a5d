namespace SoraGuard.C2pa.Assertions;

/// <summary>Labels of the standard assertions this library knows (C2PA 2.2 §18), and the rules labels follow.</summary>
public static class AssertionLabels
{
    public const string Actions = "c2pa.actions";
    public const string ActionsV2 = "c2pa.actions.v2";
    public const string BmffHash = "c2pa.hash.bmff";
    public const string BmffHashV2 = "c2pa.hash.bmff.v2";
    public const string BmffHashV3 = "c2pa.hash.bmff.v3";
    public const string DataHash = "c2pa.hash.data";
    public const string BoxesHash = "c2pa.hash.boxes";
    public const string AiDisclosure = "c2pa.ai-disclosure";
    public const string CloudData = "c2pa.cloud-data";
    public const string ExternalReference = "c2pa.external-reference";
    public const string Metadata = "c2pa.metadata";
    public const string CertificateStatus = "c2pa.certificate-status";
    public const string CollectionHash = "c2pa.hash.collection.data";
    public const string MultiAssetHash = "c2pa.hash.multi-asset";
    public const string Ingredient = "c2pa.ingredient";
    public const string IngredientV2 = "c2pa.ingredient.v2";
    public const string IngredientV3 = "c2pa.ingredient.v3";
    public const string ClaimThumbnail = "c2pa.thumbnail.claim";
    public const string IngredientThumbnail = "c2pa.thumbnail.ingredient";
    public const string SoftBinding = "c2pa.soft-binding";
    public const string TimeStamp = "c2pa.time-stamp";

    /// <summary>
    /// Without the instance number that sets assertions of one label apart (§6.4): <c>c2pa.ingredient.v3__2</c> gives
    /// <c>c2pa.ingredient.v3</c>.
    /// </summary>
    public static string WithoutInstance(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var separator = label.LastIndexOf("__", StringComparison.Ordinal);
        return separator > 0 && separator + 2 < label.Length && label.AsSpan(separator + 2).IndexOfAnyExceptInRange('0', '9') < 0 ? label[..separator] : label;
    }

    /// <summary>Assertions that tie the manifest to the bytes of its asset (§9.2); a manifest has exactly one.</summary>
    internal static bool IsHardBinding(string label) =>
        WithoutInstance(label) is BmffHash or BmffHashV2 or BmffHashV3 or DataHash or BoxesHash or CollectionHash;

    internal static bool IsActions(string label) => WithoutInstance(label) is Actions or ActionsV2;

    internal static bool IsIngredient(string label) => WithoutInstance(label) is Ingredient or IngredientV2 or IngredientV3;
}
