using System.Security.Cryptography;
using SoraGuard.C2pa.Assertions;

namespace SoraGuard.C2pa.Bmff;

/// <summary>Checks fragmented media against the Merkle trees of its manifest, one for each track (C2PA 2.2 §15.12.2.2, §18.6.6).</summary>
internal sealed class FragmentedHash(BmffHashAssertion assertion, BmffFile initialization, Func<string?, HashAlgorithmName> algorithmOf, CancellationToken cancellationToken)
{
    private readonly Dictionary<BmffMerkleMap, long> _next = [];
    private readonly Dictionary<HashAlgorithmName, byte[]> _initializationHashes = [];
    private ExclusionRanges? _exclusions;
    private BmffFile? _excludedFile;

    /// <summary>Fragments seen, over all tracks.</summary>
    public int Count { get; private set; }

    /// <summary>Leaves of the trees whose fragments have been seen.</summary>
    public long Expected => _next.Keys.Sum(m => (long)m.Count);

    /// <summary>Null where the initialization segment is that of at least one track, else what is wrong.</summary>
    public string? FindInitializationMismatch() =>
        assertion.Merkle.Any(IsInitialization) ? null : "the initialization segment is not as it was signed";

    /// <summary>The next fragment in the order of playback. Null where it is as it was signed and in its place, else what is wrong.</summary>
    public string? FindMismatch(Fragment fragment)
    {
        Count++;
        if (fragment.Proof is not { } proof)
            return $"fragment {Count} has no Merkle proof";
        if (assertion.Merkle.FirstOrDefault(m => m.UniqueId == proof.UniqueId && m.LocalId == proof.LocalId) is not { } map)
            return $"fragment {Count} belongs to no Merkle tree";
        if (!_next.ContainsKey(map) && !IsInitialization(map))
            return "the initialization segment is not as it was signed";
        if (_next.TryGetValue(map, out var expected) && proof.Location != expected)
            return $"fragment {Count} is number {proof.Location} of its track where {expected} comes next";
        _next[map] = proof.Location + 1;
        var algorithm = algorithmOf(map.Algorithm);
        var leaf = fragment.Hash(ExclusionsOf(fragment.File), algorithm, cancellationToken);
        return MerklePath.Leads(leaf, proof.Location, map.Count, map.Hashes, proof.Hashes, algorithm) ? null : $"fragment {Count} is not as it was signed";
    }

    /// <summary>For a file that holds all its fragments: each track must be complete.</summary>
    public string? FindMissing() =>
        assertion.Merkle.All(m => _next.TryGetValue(m, out var next) && next == m.Count) && Count == Expected ? null : $"{Count} fragments, where the manifest has {assertion.Merkle.Sum(m => (long)m.Count)}";

    private bool IsInitialization(BmffMerkleMap map) =>
        map.InitHash is { } expected && InitializationHash(algorithmOf(map.Algorithm)).AsSpan().SequenceEqual(expected.Span);

    private byte[] InitializationHash(HashAlgorithmName algorithm)
    {
        if (!_initializationHashes.TryGetValue(algorithm, out var hash))
            _initializationHashes[algorithm] = hash =
                FlatHash.Compute(initialization, Fragment.Initialization(initialization), ExclusionsOf(initialization), algorithm, cancellationToken);
        return hash;
    }

    private ExclusionRanges ExclusionsOf(BmffFile file)
    {
        if (_exclusions is null || _excludedFile != file)
            (_exclusions, _excludedFile) = (ExclusionRanges.Resolve(file, assertion.Exclusions), file);
        return _exclusions;
    }
}
