namespace SoraGuard.C2pa.Signing;

/// <summary>How media is cut into the leaves of Merkle trees (C2PA 2.2 §18.6.2).</summary>
public enum MerkleLeaves
{
    /// <summary>Blocks of one size, whatever is in them.</summary>
    Blocks,

    /// <summary>From where one chunk of samples starts to the next, as the chunk offsets of the movie have it.</summary>
    Chunks,

    /// <summary>From one movie fragment to the next, for fragmented media in one file (§A.5.4.1.2).</summary>
    Fragments,
}
