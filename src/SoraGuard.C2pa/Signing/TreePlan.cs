using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Signing;

/// <summary>One Merkle tree being written: what the manifest stores of it and how large its proofs are, known before any leaf is hashed.</summary>
internal sealed class TreePlan
{
    private const long UniqueId = 1;

    private readonly int _level;
    private MerkleTree? _tree;

    public TreePlan(long localId, int leaves, int maxStoredHashes)
    {
        _level = MerkleTree.LevelWithAtMost(maxStoredHashes, leaves);
        var stored = Enumerable.Range(0, _level).Aggregate(leaves, (nodes, _) => (nodes + 1) / 2);
        Map = new BmffMerkleMap { UniqueId = UniqueId, LocalId = localId, Count = leaves, Algorithm = HashAlgorithms.Sha256, Hashes = Zeros(stored) };
        ProofBoxBytes = C2paBox.WriteMerkle(new MerkleProof(UniqueId, localId, leaves, Zeros(_level)).Encode(), 0).Length;
    }

    /// <summary>Zeros for hashes until <see cref="Complete"/>.</summary>
    public BmffMerkleMap Map { get; set; }

    /// <summary>Whether the manifest stores the leaves themselves, so that a file in one piece needs no proofs.</summary>
    public bool StoresLeaves => _level == 0;

    /// <summary>Every proof takes the space of the longest: so that where the media lies does not depend on its hash.</summary>
    public int ProofBoxBytes { get; }

    /// <param name="leaves">Hashes of the leaves, one after another.</param>
    public void Complete(byte[] leaves)
    {
        _tree = new MerkleTree(leaves, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        Map = Map with { Hashes = _tree.Row(_level) };
    }

    /// <summary>A box of that many bytes with the proof of a leaf. After <see cref="Complete"/>.</summary>
    public byte[] WriteProof(int leaf, int boxBytes) => _tree is null
        ? throw new InvalidOperationException("The leaves have not been hashed.")
        : C2paBox.WriteMerkle(new MerkleProof(UniqueId, Map.LocalId, leaf, _tree.Proof(leaf, _level)).Encode(), boxBytes);

    private static ReadOnlyMemory<byte>[] Zeros(int hashes) => [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(new byte[SHA256.HashSizeInBytes], hashes)];
}
