namespace SoraGuard.C2pa.Assets;

/// <summary>A part of a file as the general box hash names it: a JPEG segment, a PNG chunk (C2PA 2.2 §18.7.3).</summary>
internal readonly record struct AssetBox(string Name, long Start, long End)
{
    /// <summary>The name of the part that holds the manifest store, however many segments it takes.</summary>
    public const string Manifest = "C2PA";

    /// <summary>The name of what follows the last box, to the end of the file (§18.7.2).</summary>
    public const string After = "c2pa.after";
}
