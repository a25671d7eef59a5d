namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// How large an ISO base media file may be in structure, not in media. Beyond any of these it is rejected with
/// <see cref="C2paFormatException"/>.
/// </summary>
public static class BmffLimits
{
    /// <summary>Boxes in the file, all levels. An hour of two-second fragments has about 30,000.</summary>
    public const int MaxBoxes = 250_000;

    /// <summary>Boxes within one another. Real files need 9.</summary>
    public const int MaxDepth = 32;

    /// <summary>'udta' boxes whose content is no list of boxes.</summary>
    public const int MaxOpaqueUserData = 64;

    /// <summary>Bytes of one manifest store. Real stores hold from 10 kB to a few MB (thumbnails).</summary>
    public const int MaxStoreBytes = 32 * 1024 * 1024;

    /// <summary>Bytes of one Merkle proof box; a proof over 2^32 leaves of SHA-512 takes about 2 kB.</summary>
    public const int MaxMerkleBoxBytes = 64 * 1024;

    /// <summary>Merkle proof boxes in one file.</summary>
    public const int MaxMerkleBoxes = 100_000;

    /// <summary>Bytes that one 'data' condition of an exclusion compares.</summary>
    public const int MaxExclusionDataBytes = 4096;

    /// <summary>Boxes that all exclusions of one hash match together, counted for each exclusion, condition and subset.</summary>
    public const int MaxExclusionMatches = 100_000;
}
