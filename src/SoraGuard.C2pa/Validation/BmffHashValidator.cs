using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates that an ISO base media file is the one that was signed (C2PA 2.2 §15.12.2).</summary>
/// <param name="asset">The file, or the initialization segment.</param>
/// <param name="fragments">Fragment files; null where all media is in the file.</param>
/// <param name="isSidecar">Whether the manifest store is kept beside the file.</param>
/// <param name="log">Where to report.</param>
internal sealed class BmffHashValidator(BmffAsset asset, IEnumerable<Stream>? fragments, bool isSidecar, ValidationLog log, CancellationToken cancellationToken)
{
    private string? _fragmentsChecked;

    public void Validate(CborValue value, Claim claim, string uri)
    {
        try
        {
            var assertion = BmffHashAssertion.Parse(value);
            var exclusions = ExclusionRanges.Resolve(asset.File, assertion.Exclusions);
            var defaultAlgorithm = assertion.Algorithm ?? claim.Algorithm;
            if (assertion.Merkle.Select(m => m.Algorithm).Append(null).Any(a => !HashAlgorithms.TryGet(a ?? defaultAlgorithm, out _)))
                log.Failure(StatusCodes.AlgorithmUnsupported, uri, "The hash of the file is of an algorithm other than sha256, sha384 and sha512");
            else if (FindMismatch(assertion, exclusions, name => Algorithm(name ?? defaultAlgorithm)) is { } mismatch)
                log.Failure(StatusCodes.AssertionBmffHashMismatch, uri, mismatch);
            else
                log.Success(StatusCodes.AssertionBmffHashMatch, uri, _fragmentsChecked ?? "The file is as it was signed");
            if (assertion.HasAdditionalExclusions)
                log.Note(StatusCodes.BmffHashAdditionalExclusions, uri, "The hash leaves out more of the file than it must; those parts may have changed");
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.AssertionBmffHashMalformed, uri, e.Message);
        }
    }

    private string? FindMismatch(BmffHashAssertion assertion, ExclusionRanges exclusions, Func<string?, HashAlgorithmName> algorithmOf)
    {
        if (isSidecar && asset.StoreCount > 0)
            return "The file holds a manifest store beside the one that is kept apart, and no hash covers it: remove it, or validate the file by it";
        if (FindWrongMerkleOffset() is { } wrongOffset)
            return wrongOffset;
        if (asset.File.Boxes.FirstOrDefault(b => b.Type == BoxTypes.Ftyp)?.Offset > asset.MainStore?.Box.Offset)
            return "The manifest store stands before the 'ftyp' box and not after it (§A.5.1), where no hash shows that they changed places";
        if (UnhashedBoxes.FindWrong(asset.File) is { } unhashed)
            return unhashed;
        if (assertion.Hash is { } expected && !FlatHash.Compute(asset.File, exclusions, algorithmOf(null), cancellationToken).AsSpan().SequenceEqual(expected.Span))
            return "The bytes of the file are not those that were signed";
        if (assertion.Merkle.Any(m => m.InitHash is not null))
            return FindFragmentMismatch(assertion, algorithmOf) is { } wrong ? $"The media is not as it was signed: {wrong}" : null;
        if (fragments is not null)
            return "The manifest is that of one file, and nothing in it covers fragment files";
        var proofs = MerkleProof.ReadAll(asset.File, asset.Boxes);
        if (assertion.Merkle.Count == 0)
            return proofs.Count == 0 ? null : "The file has Merkle proofs that belong to no hash";
        var mismatch = new MerkleHash(asset.File, proofs, cancellationToken).FindMismatch(assertion, algorithmOf);
        return mismatch is null ? null : $"The bytes of the file are not those that were signed: {mismatch}";
    }

    /// <summary>With fragments in files of their own, those; else those inside the file, all of which must be there.</summary>
    private string? FindFragmentMismatch(BmffHashAssertion assertion, Func<string?, HashAlgorithmName> algorithmOf)
    {
        if (assertion.Hash is not null || assertion.Merkle.Any(m => m.InitHash is null))
            return "fragmented media has no hash of its whole, and one of its initialization for every track";
        var hash = new FragmentedHash(assertion, asset.File, algorithmOf, cancellationToken);
        if (hash.FindInitializationMismatch() is { } wrongStart)
            return wrongStart;
        var inside = Fragment.Split(asset.File, asset.Boxes);
        if (fragments is not null && inside.Count > 0)
            return "the initialization segment has movie fragments, which belong into files of their own";
        foreach (var fragment in fragments?.Select(Fragment.Open) ?? inside)
            if (hash.FindMismatch(fragment) is { } mismatch)
                return mismatch;
        if (hash.Count == 0)
        {
            log.LacksFragments = true;
            return "its fragments are not part of this file";
        }
        _fragmentsChecked = $"{hash.Count} of {hash.Expected} fragments are here and as they were signed{(hash.Count < hash.Expected ? "; of the others nothing is said" : "")}";
        return fragments is null ? hash.FindMissing() : null;
    }

    /// <summary>The offset is under no hash. Writers give the first Merkle box, or 0 even where there is one.</summary>
    private string? FindWrongMerkleOffset()
    {
        if (asset.UpdateStore is { } update && update.ReadMerkleOffset(asset.File) != 0)
            return "The C2PA box of the update gives a place of Merkle proofs, which it has none of";
        var stated = asset.MainStore?.ReadMerkleOffset(asset.File) ?? 0;
        var actual = asset.Boxes.FirstOrDefault(b => b.Purpose == C2paBox.Merkle)?.Box.Offset;
        return stated == 0 || stated == (ulong?)actual ? null : $"The C2PA box gives {stated} as the place of the first Merkle proof, which is not there";
    }

    private static HashAlgorithmName Algorithm(string? name) =>
        HashAlgorithms.TryGet(name, out var algorithm) ? algorithm : throw new InvalidOperationException("The algorithms have been checked before.");
}
