using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Assertions;

/// <summary>A JUMBF URI with the hash of what it names (C2PA 2.2 §8.4.2.3): <c>{url, hash, ?alg}</c>.</summary>
public sealed record HashedUri
{
    /// <summary>A JUMBF URI, relative to its manifest (<c>self#jumbf=c2pa.assertions/…</c>) or to the store.</summary>
    public required string Url { get; init; }

    /// <summary>Of what the URI names, without the header of its box.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>sha256, sha384 or sha512; null for the algorithm of the claim.</summary>
    public string? Algorithm { get; init; }

    /// <exception cref="C2paFormatException">Not such a map.</exception>
    internal static HashedUri Parse(CborValue value) => new()
    {
        Url = value.RequiredText("url"),
        Hash = value.OptionalBytes("hash") ?? throw new C2paFormatException("'hash' is missing from a hashed URI"),
        Algorithm = value.OptionalText("alg"),
    };

    internal CborValue ToCbor() =>
        CborValue.Map(("url", CborValue.Of(Url)), ("hash", CborValue.Of(Hash)), ("alg", Algorithm is null ? null : CborValue.Of(Algorithm)));
}
