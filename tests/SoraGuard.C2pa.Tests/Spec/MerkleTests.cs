using System.Security.Cryptography;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Tests.Spec;

/// <summary>C2PA 2.2 §18.6.2; files with trees that others made are in Interop.</summary>
public class MerkleTests
{
    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, 7).Select(i => SHA256.HashData([(byte)i]))];

    [Fact]
    public void Node_WithoutSibling_RisesAsItIs()
    {
        var tree = Tree(3);

        Assert.Equal(Parent(Leaves[0], Leaves[1]), tree.Node(1, 0).ToArray());
        Assert.Equal(Leaves[2], tree.Node(1, 1).ToArray());
        Assert.Equal(Parent(Parent(Leaves[0], Leaves[1]), Leaves[2]), tree.Node(2, 0).ToArray());
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(4, 1)]
    [InlineData(2, 2)]
    [InlineData(1, 3)]
    [InlineData(3, null)]
    [InlineData(0, null)]
    public void LevelOf_SevenLeaves(int nodes, int? level) => Assert.Equal(level, Tree(7).LevelOf(nodes));

    [Fact]
    public void IsProof_OnlyForTheSiblingsOnTheWay()
    {
        var tree = Tree(7);
        var row1 = new[] { Parent(Leaves[0], Leaves[1]), Parent(Leaves[2], Leaves[3]), Parent(Leaves[4], Leaves[5]) };

        Assert.True(tree.IsProof(leaf: 2, level: 2, Proof(Leaves[3], row1[0])));
        Assert.True(tree.IsProof(leaf: 6, level: 2, Proof(row1[2])), "leaf 6 has no sibling at level 0");
        Assert.True(tree.IsProof(leaf: 6, level: 1, Proof()));
        Assert.False(tree.IsProof(leaf: 2, level: 2, Proof(row1[0], Leaves[3])));
        Assert.False(tree.IsProof(leaf: 2, level: 2, Proof(Leaves[3])));
        Assert.False(tree.IsProof(leaf: 2, level: 2, Proof(Leaves[3], row1[0], row1[1])));
        Assert.False(tree.IsProof(leaf: 6, level: 2, Proof(Leaves[6], row1[2])));
    }

    private static MerkleTree Tree(int leaves) => new([.. Leaves.Take(leaves).SelectMany(l => l)], HashAlgorithmName.SHA256, 32);

    private static byte[] Parent(byte[] left, byte[] right) => SHA256.HashData([.. left, .. right]);

    private static IReadOnlyList<ReadOnlyMemory<byte>> Proof(params byte[][] hashes) => [.. hashes.Select(h => new ReadOnlyMemory<byte>(h))];
}
