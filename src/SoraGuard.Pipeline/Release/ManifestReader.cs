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
    public async Task<ManifestReading> ReadAsync(string path, CancellationToken cancellation)
    {
        var now = Read(path, time.GetUtcNow(), cancellation);
        if (registry is null || now.Result is not { ActiveManifest: { } label } result) return now;
        var entry = await registry.FindByManifestAsync(label, cancellation).ConfigureAwait(false);
        if (entry is not null && ManifestStandings.IsOnlyOutOfDate(result) && await DigestOfAsync(path, cancellation).ConfigureAwait(false) == entry.Content
            && Read(path, entry.MarkedAt, cancellation) is { SignedByUs: true } then)
            return then with { Entry = entry, JudgedAt = entry.MarkedAt };
        return now with { Entry = entry };
    }

    private ManifestReading Read(string path, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            // Pipes and devices have no length; opening one could block for ever.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return new(null, null);
            using var file = File.OpenRead(path);
            return Read(file, at, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, null); // the decoders have said so
        }
    }

    private ManifestReading Read(FileStream file, DateTimeOffset at, CancellationToken cancellation)
    {
        var problem = "it does not stand in an MP4 or MOV file";
        if (ManifestScan.IsBmff(file))
        {
            try
            {
                var result = C2paValidator.Validate(file, trust.Measure(at), cancellation);
                // Trusted as our own signer, and not through another's anchor.
                return new(result, null) { SignedByUs = result.State == ValidationState.Trusted && C2paValidator.Validate(file, trust.OwnMeasure(at), cancellation).State == ValidationState.Trusted };
            }
            catch (C2paFormatException e)
            {
                problem = e.Message;
            }
        }
        // A decoder may forgive what our walker does not; it matters when a manifest store is in there.
        return new(null, ManifestScan.HoldsStore(file, cancellation) ? problem : null);
    }

    private static async Task<Sha256Digest> DigestOfAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return Sha256Digest.FromBytes(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
