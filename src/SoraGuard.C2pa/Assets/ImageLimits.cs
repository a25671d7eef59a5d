namespace SoraGuard.C2pa.Assets;

/// <summary>How large a still image may be in structure, not in pixels. Beyond any of these it is rejected with <see cref="C2paFormatException"/>.</summary>
public static class ImageLimits
{
    /// <summary>Segments of a JPEG, restart intervals included, or chunks of a PNG.</summary>
    public const int MaxSegments = 500_000;

    /// <summary>Bytes of XMP looked through for the address of a manifest.</summary>
    public const int MaxXmpBytes = 256 * 1024;
}
