using System.Security.Cryptography;

namespace SoraGuard.C2pa.Bmff;

/// <summary>
/// One fragment of a fragmented file with its proof (C2PA 2.2 §A.5.4.1.2): a whole fragment file, or, in a single flat file, from
/// one 'moof' to the next.
/// </summary>
internal sealed record Fragment(BmffFile File, IReadOnlyList<BmffBox> Boxes, MerkleProof? Proof)
{
    /// <summary>A fragment file: everything in it.</summary>
    /// <exception cref="C2paFormatException">Not such a file: it must have one 'moof', one proof at most, and nothing else that no hash covers.</exception>
    public static Fragment Open(Stream stream)
    {
        var file = BmffReader.Read(stream);
        if (file.Boxes.Count(b => b.Type == BoxTypes.Moof) != 1)
            throw new C2paFormatException("A fragment file must have one 'moof' box", 0);
        var boxes = C2paBox.FindAll(file);
        if (UnhashedBoxes.FindWrongInFragment(file, boxes) is { } wrong)
            throw new C2paFormatException(wrong, 0);
        var proofs = MerkleProof.ReadAll(file, boxes);
        return proofs.Count <= 1
            ? new Fragment(file, file.Boxes, proofs.Count == 0 ? null : proofs[0])
            : throw new C2paFormatException("A fragment file with several Merkle proofs", 0);
    }

    /// <summary>The fragments of a flat file, each with the proof right before its 'moof'; none where the file is not fragmented.</summary>
    /// <exception cref="C2paFormatException">A proof is malformed, or stands where no 'moof' follows.</exception>
    public static IReadOnlyList<Fragment> Split(BmffFile file, IReadOnlyList<C2paBox> c2paBoxes)
    {
        var proofs = c2paBoxes.Where(b => b.Purpose == C2paBox.Merkle).Zip(MerkleProof.ReadAll(file, c2paBoxes)).ToDictionary(p => p.First.Box, p => p.Second);
        var starts = Enumerable.Range(0, file.Boxes.Count).Where(i => file.Boxes[i].Type == BoxTypes.Moof).ToList();
        List<Fragment> fragments = [.. starts.Select((start, n) => new Fragment(
            file,
            [.. file.Boxes.Skip(start).Take((n + 1 < starts.Count ? starts[n + 1] : file.Boxes.Count) - start)],
            start > 0 ? proofs.GetValueOrDefault(file.Boxes[start - 1]) : null))];
        return fragments.Count(f => f.Proof is not null) == proofs.Count
            ? fragments
            : throw new C2paFormatException("A Merkle proof that no 'moof' box follows belongs to no fragment");
    }

    /// <summary>The boxes before the first fragment: the initialization segment.</summary>
    public static IReadOnlyList<BmffBox> Initialization(BmffFile file) => [.. file.Boxes.TakeWhile(b => b.Type != BoxTypes.Moof)];

    public byte[] Hash(ExclusionRanges exclusions, HashAlgorithmName algorithm, CancellationToken cancellationToken) =>
        FlatHash.Compute(File, Boxes, exclusions, algorithm, cancellationToken);
}
