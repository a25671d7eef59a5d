using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Clips;

/// <summary>A clip as stored.</summary>
/// <param name="Progress">Share of the running stage that is done, 0 to 1.</param>
public sealed record ClipRecord(ClipState State, ClipRequest Request, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, float Progress);

/// <summary>One transition of a clip: the event as JSON, when it happened, and its leaf in the audit log.</summary>
public sealed record ClipHistoryEntry(int Version, string Kind, string Body, DateTime OccurredAt, long LeafIndex, byte[] LeafHash);
