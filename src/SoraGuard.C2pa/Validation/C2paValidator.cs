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
        var asset = Asset.Open(file);
        return asset.StoreCount switch
        {
            0 => asset.FindManifestAddress() is { } address ? ResultBuilder.ManifestElsewhere(address) : ResultBuilder.NoManifest(),
            1 => Validate(asset, ManifestStore.Parse(asset.ReadStore()), options, cancellationToken),
            var count => ResultBuilder.SeveralStores(count),
        };
    }

    /// <summary>Validates a file of any format against a manifest store that is kept beside it (§11.4). A store inside the file is not looked at.</summary>
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
        return Validate(PlainAsset.OpenAny(file), ManifestStore.Parse(store.ReadStore()), options, cancellationToken);
    }

    private static ValidationResult Validate(Asset asset, ManifestStore store, ValidationOptions options, CancellationToken cancellationToken)
    {
        var log = new ValidationLog();
        var binding = new HardBindingValidator(asset, store.Active.IsUpdate, log, cancellationToken);
        var facts = new ManifestValidator(store, options, log).Validate(store.Active, binding.Validate);
        return ResultBuilder.Build(store, facts, log, options.Time);
    }
}
