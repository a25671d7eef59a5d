namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// Where one box lies (ISO/IEC 14496-12 §4.2):
/// <code>size:32 type:32 [largesize:64 if size = 1] [usertype:128 if type = 'uuid'] payload</code>
/// Offsets are bytes from the start of the file.
/// </summary>
internal sealed class BmffBox
{
    public required FourCc Type { get; init; }

    public required long Offset { get; init; }

    /// <summary>Header included.</summary>
    public required long Size { get; init; }

    /// <summary>8, or 16 with a 64-bit size; a 'uuid' box's usertype is not counted.</summary>
    public required int HeaderBytes { get; init; }

    public BmffBox? Parent { get; init; }

    /// <summary>The usertype of a 'uuid' box, else empty.</summary>
    public Guid UserType { get; init; }

    /// <summary>Empty for boxes that hold no boxes, and for those this library does not look into.</summary>
    public List<BmffBox> Children { get; } = [];

    public long End => Offset + Size;

    public long PayloadOffset => Offset + HeaderBytes + (Type == BoxTypes.Uuid ? BoxTypes.UserTypeBytes : 0);

    public long PayloadBytes => End - PayloadOffset;

    public string Path => $"{Parent?.Path}/{Type}";
}
