using System.Security.Cryptography;
using SoraGuard.C2pa;
using SoraGuard.C2pa.Validation;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Provenance;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Pipeline.Release;

/// <summary>
/// Reads the manifest of a file, as of now. A certificate lives a year, a clip longer: where nothing but that year speaks against a manifest of ours,
/// and the registry knows these very bytes, it is judged as of their release. The whole file is compared, since an expired key may have been stolen.
/// </summary>
internal sealed class ManifestReader(TrustPolicy trust, ClipRegistry? registry, TimeProvider time)
{
    /// <param name="path">The file.</param>
    /// <param name="sidecar">Where its manifest store is kept beside it; null: in the file.</param>
    /// <param name="cancellation">Looked at between blocks of the file.</param>
    public async Task<ManifestReading> ReadAsync(string path, string? sidecar, CancellationToken cancellation)
    {
        var now = Read(path, sidecar, time.GetUtcNow(), cancellation);
        if (registry is null || now.Result is not { ActiveManifest: { } label } result) return now;
        var entry = await registry.FindByManifestAsync(label, cancellation).ConfigureAwait(false);
        if (entry is not null && ManifestStandings.IsOnlyOutOfDate(result) && await DigestOfAsync(path, cancellation).ConfigureAwait(false) == entry.Content
            && Read(path, sidecar, entry.MarkedAt, cancellation) is { SignedByUs: true } then)
            return then with { Entry = entry, JudgedAt = entry.MarkedAt };
        return now with { Entry = entry };
    }

    private ManifestReading Read(string path, string? sidecar, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            // Pipes and devices have no length; opening one could block for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return new(null, null);
            using var file = File.OpenRead(path);
            var reading = sidecar is null ? ReadEmbedded(file, at, cancellation) : ReadSidecar(file, sidecar, at, cancellation);
            return reading with { Kind = ManifestScan.KindOf(file, cancellation) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, null); // the decoders have said so
        }
    }

    /// <summary>Whoever gives a sidecar wants to be answered by it: where it cannot be read, nothing else speaks in its place.</summary>
    private ManifestReading ReadSidecar(FileStream file, string sidecar, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            using var store = File.OpenRead(sidecar);
            return Judge(measure => C2paValidator.ValidateSidecar(file, store, measure, cancellation), at) with { IsSidecar = true };
        }
        catch (Exception e) when (e is C2paFormatException or IOException or UnauthorizedAccessException)
        {
            return new(null, null) { SidecarFlaw = $"the file cannot be judged by the sidecar {sidecar}: {e.Message}; give the .c2pa file that was made for it" };
        }
    }

    private ManifestReading ReadEmbedded(FileStream file, DateTimeOffset at, CancellationToken cancellation)
    {
        var kind = ManifestScan.KindOf(file, cancellation);
        if (kind == FileKind.ManifestStore) return new(null, null) { Flaw = "this is a manifest store; give the file it speaks of, and the store with --sidecar" };
        string? flaw = null;
        if (kind is FileKind.Bmff or FileKind.StillImage)
        {
            try
            {
                return Judge(measure => C2paValidator.Validate(file, measure, cancellation), at);
            }
            catch (C2paFormatException e)
            {
                flaw = e.Message;
            }
        }
        // A decoder may forgive what our walker does not; it matters when a manifest store is in there.
        var holdsStore = ManifestScan.HoldsStore(file, cancellation);
        return new(null, holdsStore ? flaw ?? "it stands in a file that is neither MP4, MOV, HEIC, AVIF, JPEG nor PNG" : null) { Flaw = flaw };
    }

    private ManifestReading Judge(Func<ValidationOptions, ValidationResult> validate, DateTimeOffset at)
    {
        var result = validate(trust.Measure(at));
        // Trusted as our own signer, and not through another's anchor.
        return new(result, null) { SignedByUs = result.State == ValidationState.Trusted && validate(trust.OwnMeasure(at)).State == ValidationState.Trusted };
    }

    private static async Task<Sha256Digest> DigestOfAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return Sha256Digest.FromBytes(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
