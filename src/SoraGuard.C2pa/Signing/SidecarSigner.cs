using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Validation;

namespace SoraGuard.C2pa.Signing;

/// <summary>Signs a file of any format without changing it: the manifest store becomes a file of its own (C2PA 2.2 §11.4).</summary>
public static class SidecarSigner
{
    /// <summary>Writes the store, validates the file against it, and only then returns.</summary>
    /// <param name="source">The file: readable, seekable, not changed. An MP4 or MOV without a store inside; in other formats that is data like any other.</param>
    /// <param name="sidecar">Empty, readable, writable, seekable: becomes the .c2pa file. On any exception its content must be discarded.</param>
    /// <param name="manifest">What to say.</param>
    /// <param name="signer">Who says it.</param>
    /// <param name="options">When, and under what conditions.</param>
    /// <param name="cancellationToken">Looked at between blocks of the file.</param>
    /// <exception cref="C2paFormatException">The source is of a format that is read here, and malformed or over a limit.</exception>
    /// <exception cref="C2paSigningException">The result did not pass validation, or the source is an MP4 or MOV with a store inside.</exception>
    /// <exception cref="InvalidOperationException">The manifest would break a rule of the specification.</exception>
    /// <exception cref="ArgumentException">A stream cannot do what it must, or the sidecar is not empty.</exception>
    public static async Task<SigningResult> SignAsync(
        Stream source, Stream sidecar, ManifestBuilder manifest, IC2paSigner signer, SigningOptions options, CancellationToken cancellationToken = default)
    {
        SigningChecks.RequireArguments(sidecar, manifest, signer, options);
        MerkleOptions.Refuse(options);
        var binding = Bind(PlainAsset.OpenAny(source), cancellationToken);
        var assembler = new ManifestAssembler(manifest, signer, options, binding);
        sidecar.Write(await assembler.SignAsync(binding, cancellationToken).ConfigureAwait(false));
        sidecar.Flush();
        var validation = SigningChecks.Verify(measure => C2paValidator.ValidateSidecar(source, sidecar, measure, cancellationToken), assembler.Label, options);
        return new SigningResult { Manifest = assembler.Label, Length = sidecar.Length, Validation = validation, TimeStampFailure = assembler.TimeStampFailure };
    }

    private static HardBinding Bind(Asset asset, CancellationToken cancellationToken)
    {
        if (asset is BmffAsset bmff)
        {
            if (bmff.StoreCount > 0)
                throw new C2paSigningException("The source holds a manifest store, which no hash of a sidecar covers: remove it, or sign the source in itself.");
            var exclusions = ExclusionRanges.Resolve(bmff.File, BmffHashAssertion.MandatoryExclusions);
            return HardBinding.Bmff(FlatHash.Compute(bmff.File, exclusions, HashAlgorithmName.SHA256, cancellationToken));
        }
        using var hasher = new RangeHasher(asset.Stream, HashAlgorithmName.SHA256);
        hasher.Append(new ByteRange(0, asset.Stream.Length), cancellationToken);
        return HardBinding.Data(0, 0, hasher.Finish());
    }
}
