using System.Security.Cryptography;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// The tree over the leaves of one mdat box. A node is the hash of its two children; a node without a sibling rises as it is
/// (C2PA 2.2 §18.6.2; so do the files c2pa-rs writes).
/// </summary>
internal sealed class MerkleTree
{
    private readonly List<byte[]> _rows;
    private readonly int _hashBytes;

    /// <summary>From the hashes of the leaves, one after another.</summary>
    public MerkleTree(byte[] leaves, HashAlgorithmName algorithm, int hashBytes)
    {
        _hashBytes = hashBytes;
        _rows = [leaves];
        while (_rows[^1].Length > hashBytes)
            _rows.Add(NextRow(_rows[^1], algorithm));
    }

    /// <summary>The level whose row has this many nodes, 0 being the leaves; null where there is none.</summary>
    public int? LevelOf(int nodes) => _rows.FindIndex(row => row.Length / _hashBytes == nodes) is var level and >= 0 ? level : null;

    public ReadOnlySpan<byte> Node(int level, int index) => _rows[level].AsSpan(index * _hashBytes, _hashBytes);

    /// <summary>The nodes of a level, left to right.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Row(int level) => [.. _rows[level].Chunk(_hashBytes).Select(n => new ReadOnlyMemory<byte>(n))];

    /// <summary>The siblings met on the way from a leaf up to a level, leafmost first.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Proof(int leaf, int level) =>
        [.. Enumerable.Range(0, level).Select(row => (Row: row, Sibling: leaf >> row ^ 1)).Where(s => s.Sibling < _rows[s.Row].Length / _hashBytes)
            .Select(s => new ReadOnlyMemory<byte>(Node(s.Row, s.Sibling).ToArray()))];

    /// <summary>The lowest level with at most so many nodes.</summary>
    public static int LevelWithAtMost(int nodes, int leaves)
    {
        var level = 0;
        for (var width = leaves; width > nodes; width = (width + 1) / 2)
            level++;
        return level;
    }

    /// <summary>Whether these are the siblings met on the way from a leaf up to a level, leafmost first. Levels without a sibling give none.</summary>
    public bool IsProof(int leaf, int level, IReadOnlyList<ReadOnlyMemory<byte>> siblings)
    {
        var used = 0;
        for (var (row, index) = (0, leaf); row < level; row++, index >>= 1)
        {
            var sibling = index ^ 1;
            if (sibling >= _rows[row].Length / _hashBytes)
                continue;
            if (used == siblings.Count || !siblings[used++].Span.SequenceEqual(Node(row, sibling)))
                return false;
        }
        return used == siblings.Count;
    }

    private byte[] NextRow(byte[] row, HashAlgorithmName algorithm)
    {
        var nodes = row.Length / _hashBytes;
        var next = new byte[(nodes + 1) / 2 * _hashBytes];
        for (var i = 0; i < nodes; i += 2)
        {
            var target = next.AsSpan(i / 2 * _hashBytes, _hashBytes);
            if (i + 1 < nodes)
                CryptographicOperations.HashData(algorithm, row.AsSpan(i * _hashBytes, 2 * _hashBytes), target);
            else
                row.AsSpan(i * _hashBytes, _hashBytes).CopyTo(target);
        }
        return next;
    }
}
