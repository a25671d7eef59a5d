namespace SoraGuard.C2pa.Signing;

/// <summary>A small file that goes into a manifest, such as a thumbnail (C2PA 2.2 §18.12).</summary>
internal sealed record EmbeddedFile(string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>Bytes of one file; a store holds at most 32 MiB in all.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <exception cref="ArgumentException">No media type of an image, or empty or too large.</exception>
    public static EmbeddedFile Image(string mediaType, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(mediaType);
        if (!mediaType.StartsWith("image/", StringComparison.Ordinal) || mediaType.Any(c => c is <= ' ' or > '~'))
            throw new ArgumentException($"'{mediaType}' is no media type of an image, such as image/jpeg.", nameof(mediaType));
        return content.Length is > 0 and <= MaxBytes
            ? new EmbeddedFile(mediaType, content)
            : throw new ArgumentException($"A thumbnail of {content.Length} bytes; 1 to {MaxBytes} are possible.", nameof(content));
    }
}
