using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>One Merkle tree of a BMFF hash (C2PA 2.2 §18.6.2): a row of its nodes, and how the media is cut into leaves.</summary>
public sealed record BmffMerkleMap
{
    /// <summary>Leaves of the largest tree accepted: 256 GiB in 1 MiB blocks.</summary>
    public const int MaxLeaves = 1 << 18;

    /// <summary>Number by which proof boxes name their tree, beside <see cref="LocalId"/>.</summary>
    public required long UniqueId { get; init; }

    /// <summary>For a file that is not fragmented, the number of the mdat box, from 0.</summary>
    public required long LocalId { get; init; }

    /// <summary>Leaves.</summary>
    public required int Count { get; init; }

    /// <summary>One row of the tree, left to right: the leaves themselves, or some level above.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> Hashes { get; init; }

    /// <summary>sha256, sha384 or sha512; null for that of the assertion.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Bytes of every leaf but the last.</summary>
    public long? FixedBlockBytes { get; init; }

    /// <summary>Bytes of each leaf in order; empty where they are all of one size.</summary>
    public IReadOnlyList<long> VariableBlockBytes { get; init; } = [];

    /// <summary>Hash of the initialization segment; present where the media is fragmented.</summary>
    public ReadOnlyMemory<byte>? InitHash { get; init; }

    internal static BmffMerkleMap Parse(CborValue value)
    {
        var count = value.RequiredCount("count");
        var map = new BmffMerkleMap
        {
            UniqueId = value.RequiredCount("uniqueId"),
            LocalId = value.RequiredCount("localId"),
            Count = count is > 0 and <= MaxLeaves
                ? (int)count
                : throw new C2paFormatException($"A Merkle tree of {count} leaves; 1 to {MaxLeaves} are possible"),
            Hashes = [.. value.OptionalArray("hashes").Select(h => h.AsBytes())],
            Algorithm = value.OptionalText("alg"),
            FixedBlockBytes = value.OptionalCount("fixedBlockSize"),
            VariableBlockBytes = [.. value.OptionalArray("variableBlockSizes").Select(b => b.AsInteger())],
            InitHash = value.OptionalBytes("initHash"),
        };
        if (map.Hashes.Count == 0 || map.Hashes.Count > count)
            throw new C2paFormatException($"A Merkle row of {map.Hashes.Count} hashes for {count} leaves");
        if (map.FixedBlockBytes is 0 || map.VariableBlockBytes.Any(b => b <= 0) || (map.FixedBlockBytes is not null && map.VariableBlockBytes.Count > 0))
            throw new C2paFormatException("Merkle blocks must be of one fixed or of listed variable sizes, each above 0");
        return map;
    }

    internal CborValue ToCbor() => CborValue.Map(
        ("uniqueId", CborValue.Of(UniqueId)),
        ("localId", CborValue.Of(LocalId)),
        ("count", CborValue.Of(Count)),
        ("alg", Algorithm is null ? null : CborValue.Of(Algorithm)),
        ("initHash", InitHash is { } init ? CborValue.Of(init) : null),
        ("hashes", CborValue.Array(Hashes.Select(CborValue.Of))),
        ("fixedBlockSize", FixedBlockBytes is { } bytes ? CborValue.Of(bytes) : null),
        ("variableBlockSizes", VariableBlockBytes.Count == 0 ? null : CborValue.Array(VariableBlockBytes.Select(CborValue.Of))));
}
