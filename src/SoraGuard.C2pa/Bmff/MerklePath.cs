using System.Security.Cryptography;

namespace SoraGuard.C2pa.Bmff;

/// <summary>The way from one leaf of a Merkle tree up to the row that a manifest stores, by the siblings met on it (C2PA 2.2 §18.6.6.1).</summary>
internal static class MerklePath
{
    /// <summary>Levels from the leaves up to the row of that many nodes; null where a tree of that many leaves has no such row.</summary>
    public static int? LevelOf(int row, int leaves)
    {
        for (var (level, width) = (0, leaves); ; level++, width = (width + 1) / 2)
        {
            if (width == row)
                return level;
            if (width <= 1)
                return null;
        }
    }

    /// <summary>Whether the leaf is the one at that place under the stored row. Levels without a sibling have none in the proof.</summary>
    public static bool Leads(byte[] leaf, long location, int leaves, IReadOnlyList<ReadOnlyMemory<byte>> row, IReadOnlyList<ReadOnlyMemory<byte>> proof, HashAlgorithmName algorithm)
    {
        if (location >= leaves || LevelOf(row.Count, leaves) is not { } level)
            return false;
        var (node, index, width, used) = (leaf, (int)location, leaves, 0);
        for (; level > 0; level--, index >>= 1, width = (width + 1) / 2)
        {
            if ((index ^ 1) >= width)
                continue;
            if (used == proof.Count || proof[used].Length != node.Length)
                return false;
            var sibling = proof[used++].ToArray();
            node = CryptographicOperations.HashData(algorithm, (index & 1) == 0 ? [.. node, .. sibling] : [.. sibling, .. node]);
        }
        return used == proof.Count && row[index].Span.SequenceEqual(node);
    }
}
