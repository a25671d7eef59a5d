namespace SoraGuard.C2pa.Jumbf;

/// <summary>How large a manifest store may be in structure. Beyond any of these it is rejected with <see cref="C2paFormatException"/>.</summary>
public static class JumbfLimits
{
    /// <summary>Boxes of one store, all levels. A manifest with 20 assertions has about 70.</summary>
    public const int MaxBoxes = 10_000;

    /// <summary>Superboxes within one another: store, manifest, assertion store, assertion; data boxes may add some.</summary>
    public const int MaxDepth = 10;

    /// <summary>Bytes of a label.</summary>
    public const int MaxLabelBytes = 256;

    /// <summary>Characters of a JUMBF URI.</summary>
    public const int MaxUriLength = 4096;

    /// <summary>Compressed manifests of one store.</summary>
    public const int MaxCompressedManifests = 16;

    /// <summary>Bytes that all compressed manifests of one store may expand to, together.</summary>
    public const int MaxExpandedBytes = 32 * 1024 * 1024;
}
