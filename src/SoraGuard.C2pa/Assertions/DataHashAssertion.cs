using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>Bytes of the file that a data hash leaves out.</summary>
public readonly record struct DataHashExclusion(long Start, long Length)
{
    /// <summary>Offset of the first byte after it.</summary>
    public long End => Start + Length;
}

/// <summary>The hard binding of a file of any format, by offsets (C2PA 2.2 §18.5): <c>c2pa.hash.data</c>.</summary>
public sealed record DataHashAssertion
{
    /// <summary>Exclusions of one assertion. Real ones have one.</summary>
    public const int MaxExclusions = 64;

    /// <summary>Ascending and apart.</summary>
    public required IReadOnlyList<DataHashExclusion> Exclusions { get; init; }

    /// <summary>Null where it is missing: nothing matches then.</summary>
    public ReadOnlyMemory<byte>? Hash { get; init; }

    /// <summary>sha256, sha384 or sha512; null for the algorithm of the claim.</summary>
    public string? Algorithm { get; init; }

    /// <exception cref="C2paFormatException">Not a well-formed data hash (§15.12.1.1).</exception>
    internal static DataHashAssertion Parse(CborValue value)
    {
        var assertion = new DataHashAssertion
        {
            Exclusions = [.. value.OptionalArray("exclusions").Take(MaxExclusions + 1).Select(e => new DataHashExclusion(e.RequiredCount("start"), e.RequiredCount("length")))],
            Hash = value.OptionalBytes("hash"),
            Algorithm = value.OptionalText("alg"),
        };
        if (assertion.Exclusions.Count > MaxExclusions)
            throw new C2paFormatException($"A data hash with more than {MaxExclusions} exclusions");
        for (var i = 0; i < assertion.Exclusions.Count; i++)
            if (assertion.Exclusions[i] is var (start, length) && (length > long.MaxValue - start || (i > 0 && assertion.Exclusions[i - 1].End > start)))
                throw new C2paFormatException("The exclusions of a data hash overlap or are out of order");
        return assertion;
    }

    /// <param name="padBytes">Zeros that keep the size of the assertion whatever the numbers in it take.</param>
    internal CborValue ToCbor(int padBytes) => CborValue.Map(
        ("exclusions", Exclusions.Count == 0 ? null : CborValue.Array(Exclusions.Select(e => CborValue.Map(("start", CborValue.Of(e.Start)), ("length", CborValue.Of(e.Length)))))),
        ("alg", Algorithm is null ? null : CborValue.Of(Algorithm)),
        ("hash", Hash is { } hash ? CborValue.Of(hash) : null),
        ("pad", CborValue.Of(new byte[padBytes])));
}
