using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Signs one track of fragmented media (C2PA 2.2 §A.5.4.1.2): the manifest goes into the initialization segment, a Merkle proof
/// into every fragment file, right before its 'moof'. Media is read once and written once.
/// </summary>
public static class FragmentSigner
{
    /// <summary>The most hashes the manifest stores: for more fragments it stores a row higher up, and the proofs grow.</summary>
    private const int MaxRowHashes = 256;

    /// <summary>Writes all files, reads them again with the validator, and only then returns.</summary>
    /// <param name="initialization">The initialization segment: readable, seekable, not changed.</param>
    /// <param name="destination">Where the signed one goes: empty, readable, writable, seekable.</param>
    /// <param name="fragments">All fragments of the track, in the order of playback.</param>
    /// <param name="manifest">What to say.</param>
    /// <param name="signer">Who says it.</param>
    /// <param name="options">When, and under what conditions.</param>
    /// <param name="cancellationToken">Looked at between blocks of media.</param>
    /// <exception cref="C2paFormatException">A source is no such file, malformed, over a limit, or of another track (track_ID) than the first. That the initialization segment is theirs is not checked: a player would not play them.</exception>
    /// <exception cref="C2paSigningException">There is a manifest already, or the signed files did not pass validation.</exception>
    /// <exception cref="InvalidOperationException">The manifest would break a rule of the specification.</exception>
    /// <exception cref="ArgumentException">A stream cannot do what it must, or there are no fragments.</exception>
    public static async Task<SigningResult> SignAsync(
        Stream initialization, Stream destination, IReadOnlyList<FragmentFile> fragments, ManifestBuilder manifest, IC2paSigner signer, SigningOptions options,
        CancellationToken cancellationToken = default)
    {
        SigningChecks.RequireArguments(destination, manifest, signer, options);
        MerkleOptions.Refuse(options);
        if (fragments is not { Count: > 0 and <= BmffMerkleMap.MaxLeaves })
            throw new ArgumentException($"There must be 1 to {BmffMerkleMap.MaxLeaves} fragments.", nameof(fragments));
        var asset = BmffAsset.Open(initialization);
        SigningChecks.RequireNoLostManifest(asset, manifest, options);
        var plan = Write(fragments, cancellationToken);
        var assembler = new ManifestAssembler(manifest, signer, options, HardBinding.Fragmented(plan.Map with { InitHash = new byte[SHA256.HashSizeInBytes] }));
        var layout = FileLayout.WithStore(asset.File, C2paBox.BytesWithStore(assembler.StoreBytes), []);
        var initHash = Copy(asset.File, destination, layout, cancellationToken);
        var store = await assembler.SignAsync(HardBinding.Fragmented(plan.Map with { InitHash = initHash }), cancellationToken).ConfigureAwait(false);
        destination.Position = layout.InsertOffsets[0];
        destination.Write(C2paBox.Write(store));
        destination.Flush();
        for (var i = 0; i < fragments.Count; i++)
            PutProof(fragments[i], plan.WriteProof(i, plan.ProofBoxBytes));
        var validation = SigningChecks.Verify(measure => C2paValidator.ValidateFragmented(destination, Signed(fragments), measure, cancellationToken), assembler.Label, options);
        return new SigningResult { Manifest = assembler.Label, Length = layout.Length, Validation = validation, TimeStampFailure = assembler.TimeStampFailure };
    }

    /// <summary>Copies every fragment, leaving room for its proof, and hashes it as it will be.</summary>
    private static TreePlan Write(IReadOnlyList<FragmentFile> fragments, CancellationToken cancellationToken)
    {
        var leaves = new List<byte>(fragments.Count * SHA256.HashSizeInBytes);
        TreePlan? plan = null;
        foreach (var fragment in fragments)
        {
            using var source = fragment.OpenSource();
            using var destination = fragment.OpenDestination();
            var opened = Fragment.Open(source);
            if (opened.Proof is not null)
                throw new C2paSigningException("A fragment has a Merkle proof already; sign the fragments as they were before.");
            var track = TrackIds.OfFragment(opened.File);
            plan ??= new TreePlan(track, fragments.Count, MaxRowHashes);
            if (plan.Map.LocalId != track)
                throw new C2paFormatException($"A fragment of track {track} among those of track {plan.Map.LocalId}: sign each track with its own manifest", 0);
            leaves.AddRange(Copy(opened.File, destination, FileLayout.BeforeFirstFragment(opened.File, plan.ProofBoxBytes), cancellationToken));
            destination.Flush();
        }
        plan!.Complete([.. leaves]); // there is at least one fragment
        return plan;
    }

    private static byte[] Copy(BmffFile source, Stream destination, FileLayout layout, CancellationToken cancellationToken)
    {
        using var binding = new FlatBinding();
        using var copier = new MediaCopier(source, destination, layout, binding);
        copier.Copy(cancellationToken);
        return binding.FinishHash();
    }

    private static void PutProof(FragmentFile fragment, byte[] proof)
    {
        using var destination = fragment.OpenDestination();
        // The gap is zeros, which no box starts with: the reader would stop there, the layout of the source tells where it is.
        using var source = fragment.OpenSource();
        destination.Position = FileLayout.BeforeFirstFragment(BmffReader.Read(source), proof.Length).InsertOffsets[0];
        destination.Write(proof);
        destination.Flush();
    }

    private static IEnumerable<Stream> Signed(IReadOnlyList<FragmentFile> fragments)
    {
        foreach (var fragment in fragments)
        {
            using var stream = fragment.OpenDestination();
            yield return stream;
        }
    }
}
