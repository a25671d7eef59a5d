using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Bmff;

/// <summary>What a C2PA box of purpose merkle holds (C2PA 2.2 §A.5.4): the siblings of one leaf on its way up.</summary>
internal sealed record MerkleProof(long UniqueId, long LocalId, long Location, IReadOnlyList<ReadOnlyMemory<byte>> Hashes)
{
    private static readonly string[] Keys = ["uniqueId", "localId", "location", "hashes"];

    /// <summary>Every proof of the file, in file order.</summary>
    /// <exception cref="C2paFormatException">A proof is malformed, or there are too many.</exception>
    public static IReadOnlyList<MerkleProof> ReadAll(BmffFile file, IReadOnlyList<C2paBox> boxes)
    {
        var merkle = boxes.Where(b => b.Purpose == C2paBox.Merkle).ToList();
        return merkle.Count <= BmffLimits.MaxMerkleBoxes
            ? [.. merkle.Select(b => Read(file, b))]
            : throw new C2paFormatException($"More than {BmffLimits.MaxMerkleBoxes} Merkle boxes");
    }

    private static MerkleProof Read(BmffFile file, C2paBox box)
    {
        if (box.DataBytes > BmffLimits.MaxMerkleBoxBytes)
            throw new C2paFormatException($"A Merkle box of {box.DataBytes} bytes; {BmffLimits.MaxMerkleBoxBytes} are possible", box.Box.Offset, box.Box.Path);
        var bytes = new byte[box.DataBytes];
        file.Read(box.DataOffset, bytes);
        var map = CborDecoder.DecodePadded(bytes);
        // No hash covers the box: what is read of it is all that it may hold.
        if (map.Entries.Any(e => e.Key.Kind != CborKind.Text || !Keys.Contains(e.Key.AsText())) || map.Entries.DistinctBy(e => e.Key.AsText()).Count() != map.Entries.Count)
            throw new C2paFormatException($"A Merkle proof may have the entries {string.Join(", ", Keys)}, each once, and no other", box.Box.Offset, box.Box.Path);
        return new MerkleProof(map.RequiredCount("uniqueId"), map.RequiredCount("localId"), map.RequiredCount("location"),
            [.. map.OptionalArray("hashes").Select(h => h.AsBytes())]);
    }

    public byte[] Encode() => CborValue.Map(
        ("uniqueId", CborValue.Of(UniqueId)),
        ("localId", CborValue.Of(LocalId)),
        ("location", CborValue.Of(Location)),
        ("hashes", Hashes.Count == 0 ? null : CborValue.Array(Hashes.Select(CborValue.Of)))).Encode();
}
