namespace SoraGuard.C2pa.Assets;

/// <summary>A file of any format, whose manifest is kept beside it (C2PA 2.2 §11.4).</summary>
internal sealed class PlainAsset(Stream stream) : Asset(stream)
{
    public override string FormatName => "a format that is not looked into";

    public override string MediaType => "application/octet-stream";

    public override int StoreCount => 0;

    public override IReadOnlyList<ReadOnlyMemory<byte>> ReadStore() => throw new InvalidOperationException("Such a file holds no store.");

    /// <summary>As <see cref="Asset.Open"/>, and this where the file is of no format that is read here.</summary>
    /// <exception cref="C2paFormatException">Of such a format, and malformed or over a limit.</exception>
    public static Asset OpenAny(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return IsKnown(stream) ? Open(stream) : new PlainAsset(stream);
    }
}
