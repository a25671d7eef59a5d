using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Assets;
using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;
using SoraGuard.C2pa.Manifests;

namespace SoraGuard.C2pa.Validation;

/// <summary>Validates that a file is the one that was signed, by the hash of all its bytes but the excluded (C2PA 2.2 §15.12.1).</summary>
/// <param name="asset">The file.</param>
/// <param name="isUpdated">Whether update manifests have been added since: the store may then be of another size.</param>
/// <param name="log">Where to report.</param>
internal sealed class DataHashValidator(Asset asset, bool isUpdated, ValidationLog log, CancellationToken cancellationToken)
{
    public void Validate(CborValue value, Claim claim, string uri)
    {
        try
        {
            Validate(DataHashAssertion.Parse(value), claim, uri);
        }
        catch (C2paFormatException e)
        {
            log.Failure(StatusCodes.AssertionDataHashMalformed, uri, e.Message);
        }
    }

    private void Validate(DataHashAssertion assertion, Claim claim, string uri)
    {
        if (!HashAlgorithms.TryGet(assertion.Algorithm ?? claim.Algorithm, out var algorithm))
        {
            log.Failure(StatusCodes.AlgorithmUnsupported, uri, "The hash of the file is of an algorithm other than sha256, sha384 and sha512");
            return;
        }
        var exclusions = assertion.Exclusions.Select(AsStored).ToList();
        if (FindWrongExclusion(exclusions) is { } wrong)
            log.Failure(StatusCodes.AssertionDataHashMismatch, uri, wrong);
        else if (assertion.Hash is { } expected && Compute(exclusions, algorithm).AsSpan().SequenceEqual(expected.Span))
            log.Success(StatusCodes.AssertionDataHashMatch, uri, "The file is as it was signed");
        else
            log.Failure(StatusCodes.AssertionDataHashMismatch, uri, "The bytes of the file are not those that were signed");
        if (exclusions.Exists(e => e.Length > 0 && !IsStore(e)))
            log.Note(StatusCodes.DataHashAdditionalExclusions, uri, "The hash leaves out more of the file than the manifest store; those parts may have changed");
    }

    /// <summary>An update changes the length of the store, never its place (§15.12.1.1).</summary>
    private DataHashExclusion AsStored(DataHashExclusion exclusion) =>
        isUpdated && asset.StoreRange is { } store && store.Start == exclusion.Start ? new DataHashExclusion(store.Start, store.End - store.Start) : exclusion;

    /// <summary>An exclusion that reaches into the store must be the store: nothing else may hide there (§15.12.1.1, §15.12.1.2).</summary>
    private string? FindWrongExclusion(List<DataHashExclusion> exclusions)
    {
        if (exclusions.Count > 0 && exclusions[^1].End > asset.Stream.Length)
            return asset is StoreAsset ? "The asset that this manifest store belongs to is not at hand" : "The hash leaves out bytes past the end of the file";
        return asset.StoreRange is { } store && exclusions.Exists(e => e.Start < store.End && e.End > store.Start && !IsStore(e))
            ? "The bytes that the hash leaves out are not exactly those of the manifest store"
            : null;
    }

    private bool IsStore(DataHashExclusion exclusion) => asset.StoreRange is { } store && store.Start == exclusion.Start && store.End == exclusion.End;

    private byte[] Compute(List<DataHashExclusion> exclusions, System.Security.Cryptography.HashAlgorithmName algorithm)
    {
        using var hasher = new RangeHasher(asset.Stream, algorithm);
        var position = 0L;
        foreach (var exclusion in exclusions)
        {
            hasher.Append(new ByteRange(position, exclusion.Start), cancellationToken);
            position = exclusion.End;
        }
        hasher.Append(new ByteRange(position, asset.Stream.Length), cancellationToken);
        return hasher.Finish();
    }
}
