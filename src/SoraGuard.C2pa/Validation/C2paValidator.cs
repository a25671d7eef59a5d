using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>
/// Validates the C2PA manifest of an MP4 or MOV file (C2PA 2.2 §15): offline, in one pass over the media, within the limits of
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
    /// <exception cref="C2paFormatException">Not an MP4 or MOV file, a malformed one, a manifest store that cannot be read, or one over a limit.</exception>
    /// <exception cref="ArgumentException">The stream cannot be read or cannot seek.</exception>
    public static ValidationResult Validate(Stream file, ValidationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var bmff = BmffReader.Read(file);
        var boxes = C2paBox.FindAll(bmff);
        var stores = boxes.Where(b => b.Purpose != C2paBox.Merkle).ToList();
        return stores switch
        {
            [] => ResultBuilder.NoManifest(),
            [{ Purpose: C2paBox.Manifest } only] => Validate(bmff, boxes, ManifestStore.Parse(only.ReadStore(bmff)), options, cancellationToken),
            _ when stores.TrueForAll(s => s.Purpose == C2paBox.Manifest) => ResultBuilder.SeveralStores(stores.Count),
            _ => ResultBuilder.UpdateStore(),
        };
    }

    private static ValidationResult Validate(
        BmffFile file, IReadOnlyList<C2paBox> boxes, ManifestStore store, ValidationOptions options, CancellationToken cancellationToken)
    {
        var log = new ValidationLog();
        var binding = new BmffHashValidator(file, boxes, log, cancellationToken);
        var facts = new ManifestValidator(store, options, log).Validate(store.Active, binding.Validate);
        return ResultBuilder.Build(store, facts, log, options.Time);
    }
}
