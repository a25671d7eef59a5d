using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;

namespace SoraGuard.C2pa.Signing;

/// <summary>
/// Signs MP4 and MOV files (C2PA 2.2 §A.5): the manifest store goes right after 'ftyp', offsets are moved, the media is read once
/// and written once.
/// </summary>
public static class Mp4Signer
{
    /// <summary>Writes the signed file, reads it again with the validator, and only then returns. All but the signer's own work is synchronous.</summary>
    /// <param name="source">The file: readable, seekable, not changed.</param>
    /// <param name="destination">Empty, readable, writable, seekable. On any exception its content must be discarded.</param>
    /// <param name="manifest">What to say.</param>
    /// <param name="signer">Who says it.</param>
    /// <param name="options">When, and under what conditions.</param>
    /// <param name="cancellationToken">Looked at between blocks of media.</param>
    /// <exception cref="C2paFormatException">The source is no such file, malformed, over a limit, or has offsets that cannot be moved.</exception>
    /// <exception cref="C2paSigningException">The file has a manifest already, or the signed file did not pass validation.</exception>
    /// <exception cref="InvalidOperationException">The manifest would break a rule of the specification.</exception>
    /// <exception cref="ArgumentException">A stream cannot do what it must, or the destination is not empty.</exception>
    public static async Task<SigningResult> SignAsync(
        Stream source, Stream destination, ManifestBuilder manifest, IC2paSigner signer, SigningOptions options, CancellationToken cancellationToken = default)
    {
        SigningChecks.RequireArguments(destination, manifest, signer, options);
        var asset = BmffAsset.Open(source);
        SigningChecks.RequireNoLostManifest(asset, manifest, options);
        using var binding = FlatBinding.For(asset.File, options.Merkle);
        var assembler = new ManifestAssembler(manifest, signer, options, binding.Placeholder);
        var layout = FileLayout.WithStore(asset.File, C2paBox.BytesWithStore(assembler.StoreBytes), binding.ProofRoom);
        using (var copier = new MediaCopier(asset.File, destination, layout, binding))
            copier.Copy(cancellationToken);
        var store = await assembler.SignAsync(binding.Finish(), cancellationToken).ConfigureAwait(false);
        PutBoxes(destination, layout, store, binding);
        var validation = SigningChecks.Verify(destination, assembler.Label, options, cancellationToken);
        return new SigningResult { Manifest = assembler.Label, Length = layout.Length, Validation = validation, TimeStampFailure = assembler.TimeStampFailure };
    }

    private static void PutBoxes(Stream destination, FileLayout layout, ReadOnlySpan<byte> store, FlatBinding binding)
    {
        destination.Position = layout.InsertOffsets[0];
        destination.Write(C2paBox.Write(store, merkleOffset: layout.InsertOffsets.ElementAtOrDefault(1)));
        using var proofs = binding.WriteProofs().GetEnumerator();
        foreach (var (room, offset) in binding.ProofRoom.Zip(layout.InsertOffsets.Skip(1)))
        {
            destination.Position = offset;
            for (var end = offset + room.Bytes; destination.Position < end && proofs.MoveNext();)
                destination.Write(proofs.Current);
        }
        destination.Flush();
    }
}
