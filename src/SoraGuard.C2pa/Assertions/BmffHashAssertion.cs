using SoraGuard.C2pa.Bmff;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>The hard binding of an ISO base media file (C2PA 2.2 §18.6): <c>c2pa.hash.bmff.v2</c> or <c>.v3</c>.</summary>
public sealed record BmffHashAssertion
{
    /// <summary>Exclusions of one assertion. Real ones have up to 10.</summary>
    public const int MaxExclusions = 64;

    /// <summary>Merkle trees of one assertion: one for each mdat box or track.</summary>
    public const int MaxMerkleMaps = 256;

    private const int UserTypeOffset = 8;

    /// <summary>What the hash leaves out; the mandatory ones among them, at most <see cref="MaxExclusions"/>.</summary>
    public required IReadOnlyList<BmffExclusion> Exclusions { get; init; }

    /// <summary>Null where all media is in fragments, each with its own proof.</summary>
    public ReadOnlyMemory<byte>? Hash { get; init; }

    /// <summary>sha256, sha384 or sha512; null for the algorithm of the claim.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Merkle trees, for parts that can be validated by themselves; empty for none.</summary>
    public IReadOnlyList<BmffMerkleMap> Merkle { get; init; } = [];

    /// <summary>What every hash of a file without Merkle trees must leave out (§18.6.2), and all that the files signed here leave out.</summary>
    internal static IReadOnlyList<BmffExclusion> MandatoryExclusions { get; } =
    [
        new() { Path = "/uuid", Data = [new BmffDataCondition(UserTypeOffset, BoxTypes.C2pa.ToByteArray(bigEndian: true))] },
        new() { Path = "/ftyp" },
        new() { Path = "/mfra" },
    ];

    /// <summary>What the hash of a file must leave out besides, where its media is in Merkle trees: all but the first bytes of mdat boxes.</summary>
    internal static BmffExclusion MediaInTrees { get; } = new() { Path = "/mdat", Subset = [new BmffSubset(MerkleHash.LeavesStart, 0)] };

    /// <summary>True where bytes are left out beyond those the specification requires: they may change without a trace.</summary>
    internal bool HasAdditionalExclusions => Exclusions.Any(e => !IsMandatory(e));

    /// <exception cref="C2paFormatException">Not a well-formed BMFF hash.</exception>
    internal static BmffHashAssertion Parse(CborValue value)
    {
        var assertion = new BmffHashAssertion
        {
            Exclusions = [.. value.OptionalArray("exclusions").Take(MaxExclusions + 1).Select(BmffExclusion.Parse)],
            Hash = value.OptionalBytes("hash"),
            Algorithm = value.OptionalText("alg"),
            Merkle = [.. value.OptionalArray("merkle").Take(MaxMerkleMaps + 1).Select(BmffMerkleMap.Parse)],
        };
        if (assertion.Exclusions.Count is 0 or > MaxExclusions)
            throw new C2paFormatException($"A BMFF hash must have 1 to {MaxExclusions} exclusions");
        if ((assertion.Hash is null && assertion.Merkle.Count == 0) || assertion.Merkle.Count > MaxMerkleMaps)
            throw new C2paFormatException($"A BMFF hash must have 'hash', up to {MaxMerkleMaps} trees of 'merkle', or both");
        assertion.RequireThatNothingIsLeftOut();
        return assertion;
    }

    /// <summary>The trees of fragments cover each fragment whole, and 'initHash' what is before them; other trees cover media and no more (§18.6.2).</summary>
    private void RequireThatNothingIsLeftOut()
    {
        if (Hash is null && Merkle.Any(m => m.InitHash is null))
            throw new C2paFormatException("A BMFF hash without 'hash' must have an 'initHash' in each tree of 'merkle': nothing else covers what is not media");
        if (Merkle.Any(m => m.InitHash is not null) && Exclusions.Any(e => e.Path == MediaInTrees.Path))
            throw new C2paFormatException("A BMFF hash of fragments must not exclude '/mdat', where the media is");
    }

    internal CborValue ToCbor() => CborValue.Map(
        ("exclusions", CborValue.Array(Exclusions.Select(e => e.ToCbor()))),
        ("alg", Algorithm is null ? null : CborValue.Of(Algorithm)),
        ("hash", Hash is { } hash ? CborValue.Of(hash) : null),
        ("merkle", Merkle.Count == 0 ? null : CborValue.Array(Merkle.Select(m => m.ToCbor()))));

    private bool IsMandatory(BmffExclusion exclusion) => exclusion.Path switch
    {
        "/uuid" => exclusion.Data.Any(d => d.Offset == UserTypeOffset && d.Value.Span.SequenceEqual(MandatoryExclusions[0].Data[0].Value.Span)),
        "/ftyp" or "/mfra" => true,
        "/mdat" => Hash is not null && Merkle.Count > 0 && exclusion.Subset.Count == 1 && exclusion.Subset[0] == MediaInTrees.Subset[0],
        _ => false,
    };
}
