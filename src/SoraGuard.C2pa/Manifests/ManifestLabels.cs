namespace SoraGuard.C2pa.Manifests;

/// <summary>Labels of the boxes every store and manifest has (C2PA 2.2 §11.1.4).</summary>
internal static class ManifestLabels
{
    public const string Store = "c2pa";
    public const string AssertionStore = "c2pa.assertions";
    public const string Signature = "c2pa.signature";
}
