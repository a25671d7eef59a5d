using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>A Merkle tree for every mdat box, and the flat hash for the rest; proofs behind the last mdat box (C2PA 2.2 §A.5.4.1.1, §18.6.2).</summary>
internal sealed class BlockTreeBinding : FlatBinding
{
    private readonly List<(TreePlan Plan, LeafHasher Leaves)> _trees = [];
    private readonly int _proofBoxBytes;
    private int _next;
    private LeafHasher? _leaves;
    private long _flatBytes;

    public BlockTreeBinding(BmffFile file, MerkleOptions options)
    {
        if (file.Boxes.FirstOrDefault(b => b.Type == BoxTypes.Moof) is { } moof)
            throw new C2paFormatException("Fragmented media has a tree over its fragments (C2PA 2.2 §A.5.4.1.2): hash it by its fragments", moof.Offset, moof.Path);
        var mdats = file.Boxes.Where(b => b.Type == BoxTypes.Mdat).ToList();
        if (mdats.Count is 0 or > BmffHashAssertion.MaxMerkleMaps)
            throw new C2paFormatException($"{mdats.Count} mdat boxes; Merkle trees are for 1 to {BmffHashAssertion.MaxMerkleMaps}", 0);
        foreach (var mdat in mdats)
            AddTree(MediaBlocks.Cut(file, mdat, options), options);
        var items = _trees.Sum(t => (long)t.Plan.Map.Hashes.Count + t.Plan.Map.VariableBlockBytes.Count);
        if (items > MerkleOptions.MaxStoredItems)
            throw new C2paFormatException($"{items} hashes and sizes for the manifest; {MerkleOptions.MaxStoredItems} are possible: store fewer hashes, or take blocks of a fixed size", mdats[0].Offset, mdats[0].Path);
        var proofs = WithProofs.Sum(p => (long)p.Map.Count);
        if (proofs == 0)
            return;
        if (proofs > MerkleOptions.MaxProofs)
            throw new C2paFormatException($"{proofs} proofs; {MerkleOptions.MaxProofs} are possible: take larger blocks, or store more hashes in the manifest", mdats[^1].Offset, mdats[^1].Path);
        _proofBoxBytes = WithProofs.Max(p => p.ProofBoxBytes);
        var behind = file.Boxes.FirstOrDefault(b => b.Offset > mdats[^1].Offset && b.UserType != BoxTypes.C2pa);
        if (behind is null && file.IsOpen(mdats[^1]))
            throw new C2paFormatException("The last box of the file is of open size: proofs put in behind it would be inside it", mdats[^1].Offset, mdats[^1].Path);
        ProofRoom = [new Insertion(behind, proofs * _proofBoxBytes)];
    }

    public override HardBinding Placeholder => HardBinding.Merkle(new byte[SHA256.HashSizeInBytes], [.. _trees.Select(t => t.Plan.Map)]);

    public override IReadOnlyList<Insertion> ProofRoom { get; } = [];

    private IEnumerable<TreePlan> WithProofs => _trees.Select(t => t.Plan).Where(p => !p.StoresLeaves);

    public override bool Begin(BmffBox box, long newOffset)
    {
        (_leaves, _flatBytes) = box.Type == BoxTypes.Mdat ? (_trees[_next++].Leaves, (long)MerkleHash.LeavesStart) : (default(LeafHasher), long.MaxValue);
        return base.Begin(box, newOffset);
    }

    public override void Append(ReadOnlyMemory<byte> bytes)
    {
        var flat = (int)Math.Min(_flatBytes, bytes.Length);
        base.Append(bytes[..flat]);
        _flatBytes -= flat;
        _leaves?.Append(bytes[flat..]);
    }

    public override HardBinding Finish()
    {
        foreach (var (plan, leaves) in _trees)
            plan.Complete(leaves.Hashes);
        return HardBinding.Merkle(FinishHash(), [.. _trees.Select(t => t.Plan.Map)]);
    }

    public override IEnumerable<byte[]> WriteProofs() =>
        WithProofs.SelectMany(plan => Enumerable.Range(0, plan.Map.Count).Select(leaf => plan.WriteProof(leaf, _proofBoxBytes)));

    protected override void Dispose(bool disposing)
    {
        _trees.ForEach(t => t.Leaves.Dispose());
        base.Dispose(disposing);
    }

    private void AddTree(IReadOnlyList<long> leafBytes, MerkleOptions options)
    {
        var plan = new TreePlan(_trees.Count, leafBytes.Count, options.MaxStoredHashes);
        plan.Map = options.Leaves == MerkleLeaves.Chunks ? plan.Map with { VariableBlockBytes = leafBytes } : plan.Map with { FixedBlockBytes = leafBytes[0] };
        _trees.Add((plan, new LeafHasher(leafBytes)));
    }
}
