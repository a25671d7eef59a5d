namespace SoraGuard.C2pa.Signing;

/// <summary>
/// A file in one piece (MP4, MOV, flat fragmented MP4) hashed by Merkle trees: parts of it can be validated by themselves, and all of it on
/// all processors.
/// </summary>
public sealed record MerkleOptions
{
    /// <summary>256 KiB: small enough for all processors to have their share of what is read at once.</summary>
    public const long LeastBlockBytes = 256 * 1024;

    /// <summary>140 kB of the manifest.</summary>
    public const int DefaultMaxStoredHashes = 4096;

    /// <summary>Chunks that may be leaves: the manifest has a number for each.</summary>
    public const int MaxChunks = 32 * 1024;

    /// <summary>Hashes, and sizes of chunks, that the manifest may have of all trees of a file: a reader has a limit on the items of CBOR.</summary>
    public const int MaxStoredItems = 90_000;

    /// <summary>
    /// Proofs that may be written into a file: the exclusions of a hash are held against each, and a reader has a limit on that
    /// (<see cref="Bmff.BmffLimits.MaxExclusionMatches"/>).
    /// </summary>
    public const int MaxProofs = 40_000;

    /// <summary>Default: <see cref="MerkleLeaves.Blocks"/>.</summary>
    public MerkleLeaves Leaves { get; init; }

    /// <summary>
    /// Bytes of a block, above 0, for <see cref="MerkleLeaves.Blocks"/> alone. Default: null, for <see cref="LeastBlockBytes"/>, doubled until
    /// the manifest can store the hashes of all blocks, so that there are no proofs.
    /// </summary>
    public long? BlockBytes { get; init; }

    /// <summary>
    /// Hashes of one tree that the manifest stores, 1 to 90,000: of more leaves it stores a row higher up the tree, and each leaf gets a
    /// proof, a box of its own in the file. Default: 4,096.
    /// </summary>
    public int MaxStoredHashes { get; init; } = DefaultMaxStoredHashes;

    /// <summary>For what has no media in ISO base media boxes to cut, or is cut already.</summary>
    internal static void Refuse(SigningOptions options)
    {
        if (options.Merkle is not null)
            throw new ArgumentException($"{nameof(SigningOptions)}.{nameof(SigningOptions.Merkle)} is for MP4 and MOV files in one piece.", nameof(options));
    }

    /// <param name="mediaBytes">To be cut into blocks, above 0.</param>
    internal long BlockBytesOf(long mediaBytes)
    {
        var bytes = BlockBytes ?? LeastBlockBytes;
        while (BlockBytes is null && (mediaBytes - 1) / bytes >= MaxStoredHashes)
            bytes *= 2;
        return bytes;
    }

    internal void Require()
    {
        if (!Enum.IsDefined(Leaves) || BlockBytes <= 0 || MaxStoredHashes is <= 0 or > MaxStoredItems)
            throw new ArgumentException($"{nameof(MerkleOptions)}: leaves of a known kind, blocks above 0 bytes and 1 to {MaxStoredItems} stored hashes are possible.");
    }
}
