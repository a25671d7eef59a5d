using System.Text.Json.Serialization;

namespace SoraGuard.Pipeline.Release;

/// <summary>The answer to: made by AI? by us? intact? Never "real": a file without evidence is a file without evidence.</summary>
public enum VerifyVerdict
{
    [JsonStringEnumMemberName("ai-generated")] AiGenerated,
    [JsonStringEnumMemberName("ai-edited")] AiEdited,
    [JsonStringEnumMemberName("no-evidence")] NoEvidence,
    [JsonStringEnumMemberName("unreadable")] Unreadable,
}

/// <summary>What an evidence rests on.</summary>
public enum EvidenceKind
{
    [JsonStringEnumMemberName("c2pa")] C2pa,
    [JsonStringEnumMemberName("watermark")] Watermark,
    [JsonStringEnumMemberName("metadata-label")] MetadataLabel,
}

/// <summary>One evidence: looked for, found or not, and how far it can be trusted.</summary>
/// <param name="Trusted">Whether it can be relied on: a trusted signature, a mark only we can make. Null where the question does not arise.</param>
/// <param name="Detail">What was seen, by name.</param>
/// <param name="Spans">Stretches of the clip it covers, [start, end] in seconds; empty where it covers the whole or time means nothing.</param>
public sealed record Evidence(EvidenceKind Kind, bool Found, bool? Trusted, IReadOnlyDictionary<string, object?> Detail, IReadOnlyList<double[]> Spans);

/// <summary>Everything the verifier says of a file; the JSON of <c>verify --json</c>.</summary>
public sealed record VerifyResult
{
    public required string File { get; init; }

    public required VerifyVerdict Verdict { get; init; }

    /// <summary>The provider, where evidence proves it: a mark only this service can make, or a trusted signature; otherwise null.</summary>
    public string? By { get; init; }

    /// <summary>
    /// Whether a mark or manifest of this service leads to a clip that it released, and none to another clip. Says nothing of changes made since: that
    /// is <see cref="Intact"/>.
    /// </summary>
    public bool Ours { get; init; }

    /// <summary>
    /// True when a trusted signature covers the bytes and holds, false when evidence is broken or contradicts itself, null when nobody who is trusted
    /// vouches for the bytes, or one other than this service for a clip with this service's watermark.
    /// </summary>
    public bool? Intact { get; init; }

    /// <summary>Not judged by this version: always null, and named in <see cref="Limits"/>.</summary>
    public object? Misleading { get; init; }

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>What was not checked, and why; and for what cannot be read, the reason.</summary>
    public required IReadOnlyList<string> Limits { get; init; }

    /// <summary>Providers that are named but not proven, by a manifest whose signer is not trusted or by the metadata label, which anybody can write.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ClaimedBy { get; init; } = [];

    /// <summary>What contradicts what, or is broken; empty when nothing is.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The clip the evidence leads to, if it is one of ours.</summary>
    [JsonIgnore]
    public Contracts.ClipId? Clip { get; init; }
}
