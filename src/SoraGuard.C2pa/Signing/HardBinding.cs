using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Signing;

/// <summary>The assertion that ties a manifest being written to its asset. Before the asset is hashed it is a placeholder of the same size.</summary>
internal sealed record HardBinding(string Label, CborValue Value)
{
    /// <summary>The flat hash of an ISO base media file, with the exclusions the specification demands.</summary>
    public static HardBinding Bmff(ReadOnlyMemory<byte> hash) => new(AssertionLabels.BmffHashV3,
        new BmffHashAssertion { Exclusions = BmffHashAssertion.MandatoryExclusions, Hash = hash, Algorithm = HashAlgorithms.Sha256 }.ToCbor());

    /// <summary>The same, but for the media, which is in Merkle trees, one for each mdat box.</summary>
    public static HardBinding Merkle(ReadOnlyMemory<byte> hash, IReadOnlyList<BmffMerkleMap> trees) => new(AssertionLabels.BmffHashV3,
        new BmffHashAssertion { Exclusions = [.. BmffHashAssertion.MandatoryExclusions, BmffHashAssertion.MediaInTrees], Hash = hash, Merkle = trees, Algorithm = HashAlgorithms.Sha256 }.ToCbor());

    /// <summary>The Merkle tree over the fragments of one track.</summary>
    public static HardBinding Fragmented(BmffMerkleMap map) => new(AssertionLabels.BmffHashV3,
        new BmffHashAssertion { Exclusions = BmffHashAssertion.MandatoryExclusions, Merkle = [map], Algorithm = HashAlgorithms.Sha256 }.ToCbor());

    /// <summary>The hashes of a file by its boxes.</summary>
    public static HardBinding Boxes(BoxesHashAssertion assertion) => new(AssertionLabels.BoxesHash, assertion.ToCbor());

    /// <summary>The hash of a file by offsets.</summary>
    /// <param name="start">Where what embeds the store starts.</param>
    /// <param name="length">Its bytes; 0 where the store is not in the file.</param>
    /// <param name="hash">SHA-256 of all other bytes.</param>
    public static HardBinding Data(long start, long length, ReadOnlyMemory<byte> hash)
    {
        CborValue Encode(long stated, int padBytes) => new DataHashAssertion
        {
            Exclusions = stated == 0 ? [] : [new DataHashExclusion(start, stated)],
            Hash = hash,
            Algorithm = HashAlgorithms.Sha256,
        }.ToCbor(padBytes);
        if (length == 0)
            return new HardBinding(AssertionLabels.DataHash, Encode(0, 0));
        // The length depends on the size of the store, and the bytes it takes must not: the pad makes up for what they are short of (§10.4).
        var padBytes = Encode(uint.MaxValue, 0).Encode().Length - Encode(length, 0).Encode().Length;
        return new HardBinding(AssertionLabels.DataHash, Encode(length, padBytes));
    }
}
