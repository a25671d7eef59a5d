using System.Security.Cryptography;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// A Merkle tree over the movie fragments of one flat file, whose leaves reach from one 'moof' to the next: a proof right before each,
/// and what lies before the first as the initialization (C2PA 2.2 §A.5.4.1.2).
/// </summary>
internal sealed class FragmentTreeBinding : FlatBinding
{
    private readonly TreePlan _plan;
    private readonly List<byte> _leaves = [];
    private byte[]? _initHash;

    public FragmentTreeBinding(BmffFile file, MerkleOptions options)
    {
        var moofs = file.Boxes.Where(b => b.Type == BoxTypes.Moof).ToList();
        if (moofs.Count is 0 or > MerkleOptions.MaxProofs)
            throw new C2paFormatException($"{moofs.Count} movie fragments (moof); a tree over fragments is for 1 to {MerkleOptions.MaxProofs}", 0);
        _plan = new TreePlan(TrackIds.OfFragment(file), moofs.Count, options.MaxStoredHashes);
        ProofRoom = [.. moofs.Select(moof => new Insertion(moof, _plan.ProofBoxBytes))];
    }

    public override HardBinding Placeholder => HardBinding.Fragmented(_plan.Map with { InitHash = new byte[SHA256.HashSizeInBytes] });

    public override IReadOnlyList<Insertion> ProofRoom { get; }

    public override bool Begin(BmffBox box, long newOffset)
    {
        if (box.Type == BoxTypes.Moof)
            FinishPart();
        return base.Begin(box, newOffset);
    }

    public override HardBinding Finish()
    {
        FinishPart();
        _plan.Complete([.. _leaves]);
        return HardBinding.Fragmented(_plan.Map with { InitHash = _initHash });
    }

    public override IEnumerable<byte[]> WriteProofs() => Enumerable.Range(0, _plan.Map.Count).Select(leaf => _plan.WriteProof(leaf, _plan.ProofBoxBytes));

    private void FinishPart()
    {
        if (_initHash is null)
            _initHash = FinishHash();
        else
            _leaves.AddRange(FinishHash());
    }
}
