namespace SoraGuard.C2pa;

/// <summary>
/// A file, store or structure that breaks its format, or that exceeds one of the limits this library reads within.
/// The message says what was found, what was expected and, where known, the byte offset and the box.
/// </summary>
public sealed class C2paFormatException : Exception
{
    /// <summary>With what was found, and where.</summary>
    public C2paFormatException(string message, long? offset = null, string? boxPath = null, Exception? inner = null)
        : base(Describe(message, offset, boxPath), inner)
    {
        Offset = offset;
        BoxPath = boxPath;
    }

    /// <summary>Bytes from the start of the file, or of the manifest store for errors inside it; null where no single byte is to blame.</summary>
    public long? Offset { get; }

    /// <summary>For example <c>/moov/trak/mdia</c> in an MP4, or <c>c2pa/urn:c2pa:.../c2pa.claim.v2</c> in a manifest store.</summary>
    public string? BoxPath { get; }

    private static string Describe(string message, long? offset, string? boxPath) => (offset, boxPath) switch
    {
        (null, null) => message,
        (null, _) => $"{message} (in {boxPath})",
        (_, null) => $"{message} (at byte {offset})",
        _ => $"{message} (at byte {offset}, in {boxPath})",
    };
}
