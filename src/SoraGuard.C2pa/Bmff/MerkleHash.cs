using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// Checks the Merkle trees of a file that is not fragmented (C2PA 2.2 §18.6.2): each mdat box has one tree, the leaves cover it
/// from its 17th byte to its end, the stored row is that of the tree, and every proof box is right.
/// </summary>
internal sealed class MerkleHash(BmffFile file, IReadOnlyList<MerkleProof> proofs, CancellationToken cancellationToken)
{
    /// <summary>
    /// Leaves begin here in the box whatever the size of its header, matching the subset {16, 0} by which the flat hash leaves
    /// the media out: so do the files c2pa-rs writes. With an 8-byte header the first 8 bytes of media belong to the flat hash.
    /// </summary>
    public const int LeavesStart = 16;

    /// <summary>Null where all is intact, else what is wrong.</summary>
    /// <exception cref="C2paFormatException">The file ended while it was read.</exception>
    public string? FindMismatch(BmffHashAssertion assertion, Func<string?, HashAlgorithmName> algorithmOf)
    {
        var mdats = file.Boxes.Where(b => b.Type == BoxTypes.Mdat).ToList();
        if (mdats.Count != assertion.Merkle.Count)
            return $"{mdats.Count} mdat boxes, {assertion.Merkle.Count} Merkle trees";
        for (var i = 0; i < mdats.Count; i++)
        {
            var maps = assertion.Merkle.Where(m => m.LocalId == i).ToList();
            if (maps.Count != 1)
                return $"mdat box {i} has {maps.Count} Merkle trees";
            if (FindMismatch(mdats[i], maps[0], algorithmOf(maps[0].Algorithm)) is { } mismatch)
                return $"mdat box {i}: {mismatch}";
        }
        return proofs.Any(p => !assertion.Merkle.Any(m => m.UniqueId == p.UniqueId && m.LocalId == p.LocalId)) ? "a proof box belongs to no Merkle tree" : null;
    }

    private string? FindMismatch(BmffBox mdat, BmffMerkleMap map, HashAlgorithmName algorithm)
    {
        if (Leaves(mdat, map) is not { } leaves)
            return "the leaves do not cover the box";
        var hashes = LeafHashes.Compute(file.Stream, leaves, algorithm, cancellationToken);
        var tree = new MerkleTree(hashes, algorithm, hashes.Length / leaves.Count);
        if (tree.LevelOf(map.Hashes.Count) is not { } level)
            return $"a tree of {map.Count} leaves has no row of {map.Hashes.Count} hashes";
        for (var i = 0; i < map.Hashes.Count; i++)
            if (!map.Hashes[i].Span.SequenceEqual(tree.Node(level, i)))
                return $"the media under node {i} of the stored row has changed";
        return FindBadProof(map, tree, level);
    }

    private string? FindBadProof(BmffMerkleMap map, MerkleTree tree, int level)
    {
        var own = proofs.Where(p => p.UniqueId == map.UniqueId && p.LocalId == map.LocalId).ToList();
        if (level == 0)
            return own.Count == 0 ? null : "proof boxes, where the stored row is the leaves and nothing is left to prove";
        if (own.Count != map.Count || own.Select(p => p.Location).Distinct().Count() != map.Count)
            return $"{own.Count} proof boxes for {map.Count} leaves";
        var bad = own.Find(p => p.Location >= map.Count || !tree.IsProof((int)p.Location, level, p.Hashes));
        return bad is null ? null : $"the proof of leaf {bad.Location} does not fit";
    }

    /// <summary>Null where the blocks do not add up to the media.</summary>
    private static List<ByteRange>? Leaves(BmffBox mdat, BmffMerkleMap map)
    {
        var leaves = new List<ByteRange>(map.Count);
        var position = mdat.Offset + LeavesStart;
        for (var i = 0; i < map.Count && position < mdat.End; i++)
        {
            var bytes = map.FixedBlockBytes ?? (i < map.VariableBlockBytes.Count ? map.VariableBlockBytes[i] : mdat.End - position);
            if (bytes > mdat.End - position && map.FixedBlockBytes is null)
                return null;
            leaves.Add(new ByteRange(position, position + Math.Min(bytes, mdat.End - position)));
            position = leaves[^1].End;
        }
        return leaves.Count == map.Count && position == mdat.End ? leaves : null;
    }
}
