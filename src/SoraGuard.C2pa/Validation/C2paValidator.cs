using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Validates the C2PA manifest of an MP4, MOV, HEIC, AVIF, JPEG or PNG file (C2PA 2.2 §15): offline, in one pass over the media, within the limits of
/// <see cref="BmffLimits"/>, <see cref="Jumbf.JumbfLimits"/>, <see cref="Cbor.CborLimits"/>, <see cref="Cose.CertificateLimits"/>
/// and <see cref="ValidationLimits"/>.
/// </summary>
public static class C2paValidator
{
    /// <summary>Reads the whole file, whatever the position of the stream, which it leaves anywhere and open.</summary>
    /// <param name="file">Readable and seekable.</param>
    /// <param name="options">By what measure to judge.</param>
    /// <param name="cancellationToken">Looked at between blocks of media.</param>
    /// <returns>Never null. Whatever is wrong with the manifest is in <see cref="ValidationResult.Codes"/>.</returns>
    /// <exception cref="C2paFormatException">Not a file of these formats, a malformed one, a manifest store that cannot be read, or one over a limit.</exception>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    public static ValidationResult Validate(Stream file, ValidationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ValidateEmbedded(Asset.Open(file), options, cancellationToken);
    }

    /// <summary>
    /// Validates media that is split into an initialization segment, which holds the manifest, and fragment files (§15.12.2.2): those
    /// given, which may be some of the middle, must be as they were signed and follow one another. Of others it says nothing.
    /// </summary>
    /// <param name="initialization">The initialization segment: readable and seekable; left anywhere and open.</param>
    /// <param name="fragments">In the order of playback, of one track or several. Each is read before the next is asked for, so that one at a time need be open.</param>
    /// <param name="options">By what measure to judge.</param>
    /// <param name="cancellationToken">Looked at between blocks of media.</param>
    /// <exception cref="C2paFormatException">A file is no such file, malformed, or over a limit, or the store cannot be read.</exception>
    /// <exception cref="ArgumentException">A stream cannot be read or cannot seek.</exception>
    public static ValidationResult ValidateFragmented(
        Stream initialization, IEnumerable<Stream> fragments, ValidationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fragments);
        ArgumentNullException.ThrowIfNull(options);
        return ValidateEmbedded(BmffAsset.Open(initialization), options, cancellationToken, fragments);
    }

    private static ValidationResult ValidateEmbedded(Asset asset, ValidationOptions options, CancellationToken cancellationToken, IEnumerable<Stream>? fragments = null)
    {
        return asset.StoreCount switch
        {
            0 => asset.FindManifestAddress() is { } address ? ResultBuilder.ManifestElsewhere(address) : ResultBuilder.NoManifest(),
            1 => Validate(asset, ManifestStore.Parse(asset.ReadStore()), options, cancellationToken, fragments),
            var count => ResultBuilder.SeveralStores(count),
        };
    }

    /// <summary>Validates a file of any format against a manifest store that is kept beside it (§11.4). A store inside the file is not read; inside an MP4 or MOV it makes the file invalid, for no hash of these covers it.</summary>
    /// <param name="file">Readable and seekable; left anywhere and open.</param>
    /// <param name="manifestStore">The sidecar file (.c2pa): readable and seekable.</param>
    /// <param name="options">By what measure to judge.</param>
    /// <param name="cancellationToken">Looked at between blocks of media.</param>
    /// <exception cref="C2paFormatException">The store cannot be read, or the file is malformed or over a limit.</exception>
    /// <exception cref="ArgumentException">A stream cannot be read or cannot seek.</exception>
    public static ValidationResult ValidateSidecar(Stream file, Stream manifestStore, ValidationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = Asset.Open(manifestStore) as StoreAsset ?? throw new C2paFormatException("Not a manifest store: it does not start with a 'jumb' box", 0);
        return Validate(PlainAsset.OpenAny(file), ManifestStore.Parse(store.ReadStore()), options, cancellationToken, isSidecar: true);
    }

    private static ValidationResult Validate(
        Asset asset, ManifestStore store, ValidationOptions options, CancellationToken cancellationToken, IEnumerable<Stream>? fragments = null, bool isSidecar = false)
    {
        var log = new ValidationLog();
        var binding = new HardBindingValidator(asset, store.Active.IsUpdate, fragments, isSidecar, log, cancellationToken);
        var facts = new ManifestValidator(store, options, log).Validate(store.Active, binding.Validate);
        return ResultBuilder.Build(store, facts, log, options.Time);
    }
}
