using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>One or more boxes side by side, and the hash from the start of the first to the end of the last.</summary>
public sealed record BoxesHashEntry
{
    /// <summary>At least one.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Of the boxes; null where a validator leaves them out.</summary>
    public ReadOnlyMemory<byte>? Hash { get; init; }

    /// <summary>sha256, sha384 or sha512; null for that of the assertion.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Whether the box may change: its hash is not looked at.</summary>
    public bool IsExcluded { get; init; }
}

/// <summary>The hard binding of a file of named boxes, such as a JPEG or a PNG (C2PA 2.2 §18.7): <c>c2pa.hash.boxes</c>.</summary>
public sealed record BoxesHashAssertion
{
    /// <summary>Entries of one assertion, and names of all of them.</summary>
    public const int MaxNames = 20_000;

    /// <summary>In the order of the file, the box of the manifest among them.</summary>
    public required IReadOnlyList<BoxesHashEntry> Boxes { get; init; }

    /// <summary>sha256, sha384 or sha512; null where every entry has its own.</summary>
    public string? Algorithm { get; init; }

    /// <exception cref="C2paFormatException">Not a well-formed box hash (§15.12.3).</exception>
    internal static BoxesHashAssertion Parse(CborValue value)
    {
        var assertion = new BoxesHashAssertion
        {
            Boxes = [.. value.RequiredArray("boxes").Take(MaxNames + 1).Select(ParseEntry)],
            Algorithm = value.OptionalText("alg"),
        };
        return assertion.Boxes.Count > 0 && assertion.Boxes.Sum(b => b.Names.Count) <= MaxNames
            ? assertion
            : throw new C2paFormatException($"A box hash must name 1 to {MaxNames} boxes");
    }

    /// <summary>The hash of the manifest's own box is a byte that nobody looks at: the field must be there (§18.7.1).</summary>
    internal CborValue ToCbor() => CborValue.Map(
        ("alg", Algorithm is null ? null : CborValue.Of(Algorithm)),
        ("boxes", CborValue.Array(Boxes.Select(b => CborValue.Map(
            ("names", CborValue.Array(b.Names.Select(CborValue.Of))),
            ("alg", b.Algorithm is null ? null : CborValue.Of(b.Algorithm)),
            ("hash", CborValue.Of(b.Hash ?? new byte[1])),
            ("excluded", b.IsExcluded ? CborValue.Of(true) : null),
            ("pad", CborValue.Of(ReadOnlyMemory<byte>.Empty)))))));

    private static BoxesHashEntry ParseEntry(CborValue entry) => new()
    {
        Names = entry.RequiredArray("names") is { Count: > 0 } names
            ? [.. names.Select(n => n.AsText())]
            : throw new C2paFormatException("'names' of an entry is empty"),
        Hash = entry.OptionalBytes("hash"),
        Algorithm = entry.OptionalText("alg"),
        IsExcluded = entry.OptionalBoolean("excluded") ?? false,
    };
}
