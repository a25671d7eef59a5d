using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Cbor;

namespace SoraGuard.C2pa.Manifests;

/// <summary>What the signer states and signs (C2PA 2.2 §10.2). Claims of version 1 (C2PA 1.x) are read, version 2 is written.</summary>
internal sealed record Claim
{
    public const string LabelV2 = "c2pa.claim.v2";
    public const string LabelV1 = "c2pa.claim";

    public required int Version { get; init; }

    /// <summary>The exact CBOR that the signature covers: never encoded again.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required string InstanceId { get; init; }

    public required string Generator { get; init; }

    /// <summary>URI of the signature box.</summary>
    public required string Signature { get; init; }

    /// <summary>Assertions the signer vouches for; in version 1, all of them.</summary>
    public required IReadOnlyList<HashedUri> Created { get; init; }

    /// <summary>Assertions that came from elsewhere, for example from a person.</summary>
    public IReadOnlyList<HashedUri> Gathered { get; init; } = [];

    /// <summary>URIs of assertions removed from ingredients.</summary>
    public IReadOnlyList<string> Redacted { get; init; } = [];

    /// <summary>Hash algorithm for all hashed URIs that name none.</summary>
    public string? Algorithm { get; init; }

    public string? Title { get; init; }

    public IEnumerable<HashedUri> Assertions => Created.Concat(Gathered);

    /// <exception cref="C2paFormatException">A field is missing or has a wrong type.</exception>
    public static Claim Parse(string label, ReadOnlyMemory<byte> bytes, CborValue map) => label == LabelV2 ? ParseV2(bytes, map) : ParseV1(bytes, map);

    private static Claim ParseV2(ReadOnlyMemory<byte> bytes, CborValue map) => new()
    {
        Version = 2,
        Bytes = bytes,
        InstanceId = map.RequiredText("instanceID"),
        Generator = ClaimGeneratorInfo.Parse(map.Required("claim_generator_info")).ToString(),
        Signature = map.RequiredText("signature"),
        Created = [.. map.RequiredArray("created_assertions").Select(HashedUri.Parse)],
        Gathered = [.. map.OptionalArray("gathered_assertions").Select(HashedUri.Parse)],
        Redacted = [.. map.OptionalArray("redacted_assertions").Select(r => r.AsText())],
        Algorithm = map.OptionalText("alg"),
        Title = map.OptionalText("dc:title"),
    };

    /// <summary>C2PA 1.4 §10.2.1: one list of assertions; the generator is text, its details a list.</summary>
    private static Claim ParseV1(ReadOnlyMemory<byte> bytes, CborValue map) => new()
    {
        Version = 1,
        Bytes = bytes,
        InstanceId = map.RequiredText("instanceID"),
        Generator = map.OptionalArray("claim_generator_info") is [var info, ..]
            ? ClaimGeneratorInfo.Parse(info).ToString()
            : map.RequiredText("claim_generator"),
        Signature = map.RequiredText("signature"),
        Created = [.. map.RequiredArray("assertions").Select(HashedUri.Parse)],
        Redacted = [.. map.OptionalArray("redacted_assertions").Select(r => r.AsText())],
        Algorithm = map.OptionalText("alg"),
        Title = map.OptionalText("dc:title"),
    };
}
