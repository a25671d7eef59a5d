namespace SoraGuard.C2pa.Assertions;

/// <summary>Labels of the standard assertions this library knows (C2PA 2.2 §18), and the rules labels follow.</summary>
public static class AssertionLabels
{
    /// <summary>Actions of claims of version 1 (C2PA 2.2 §18.14).</summary>
    public const string Actions = "c2pa.actions";
    /// <summary>Actions (C2PA 2.2 §18.14).</summary>
    public const string ActionsV2 = "c2pa.actions.v2";
    /// <summary>Hard binding of an MP4 or its kin, version 1: ignored (C2PA 2.2 §18.6.1).</summary>
    public const string BmffHash = "c2pa.hash.bmff";
    /// <summary>Hard binding of an MP4 or its kin, version 2 (C2PA 2.2 §18.6).</summary>
    public const string BmffHashV2 = "c2pa.hash.bmff.v2";
    /// <summary>Hard binding of an MP4 or its kin, the version that is written (C2PA 2.2 §18.6).</summary>
    public const string BmffHashV3 = "c2pa.hash.bmff.v3";
    /// <summary>Hard binding by byte offsets (C2PA 2.2 §18.5).</summary>
    public const string DataHash = "c2pa.hash.data";
    /// <summary>Hard binding by the boxes of a format (C2PA 2.2 §18.7).</summary>
    public const string BoxesHash = "c2pa.hash.boxes";
    /// <summary>What model made the asset (C2PA 2.4 §18.28).</summary>
    public const string AiDisclosure = "c2pa.ai-disclosure";
    /// <summary>An assertion that is kept elsewhere (C2PA 2.2 §18).</summary>
    public const string CloudData = "c2pa.cloud-data";
    /// <summary>A reference to something kept elsewhere (C2PA 2.4).</summary>
    public const string ExternalReference = "c2pa.external-reference";
    /// <summary>Metadata of the asset in JSON-LD (C2PA 2.2 §18).</summary>
    public const string Metadata = "c2pa.metadata";
    /// <summary>OCSP responses for signatures of manifests below (C2PA 2.2 §18.16).</summary>
    public const string CertificateStatus = "c2pa.certificate-status";
    /// <summary>Hard binding of a collection of files (C2PA 2.2 §18.8): not read.</summary>
    public const string CollectionHash = "c2pa.hash.collection.data";
    /// <summary>Hard bindings of the parts of a file (C2PA 2.2 §18.9): not read.</summary>
    public const string MultiAssetHash = "c2pa.hash.multi-asset";
    /// <summary>Ingredient, version 1 (C2PA 2.2 §18.15).</summary>
    public const string Ingredient = "c2pa.ingredient";
    /// <summary>Ingredient, version 2 (C2PA 2.2 §18.15).</summary>
    public const string IngredientV2 = "c2pa.ingredient.v2";
    /// <summary>Ingredient, the version that is written (C2PA 2.2 §18.15).</summary>
    public const string IngredientV3 = "c2pa.ingredient.v3";
    /// <summary>What the asset looks like (C2PA 2.2 §18.11).</summary>
    public const string ClaimThumbnail = "c2pa.thumbnail.claim";
    /// <summary>What an ingredient looks like (C2PA 2.2 §18.11).</summary>
    public const string IngredientThumbnail = "c2pa.thumbnail.ingredient";
    /// <summary>A watermark or fingerprint (C2PA 2.2 §18.10).</summary>
    public const string SoftBinding = "c2pa.soft-binding";
    /// <summary>Time-stamps of signatures of manifests below (C2PA 2.2 §18.17).</summary>
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
