using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Clips;

/// <summary>What follows from an event: the new state, the stage to run next, the record to keep, the release to make.</summary>
public sealed record Transition(ClipState State, Stage? Next = null, StageRecord? Record = null, ReleaseRow? Release = null);

/// <summary>The four kinds of record a release needs.</summary>
public enum RecordKind
{
    Screened,
    Inspected,
    Stamped,
    Verified,
}

/// <summary>One stage passed: under which policy, on what content, and what came out.</summary>
public sealed record StageRecord(RecordKind Kind, Sha256Digest Policy, Sha256Digest? Source, Sha256Digest? Content, bool Passed);

/// <summary>The row that lets the world have the clip.</summary>
public sealed record ReleaseRow(Sha256Digest Content, Sha256Digest Policy, string ManifestId, long Bytes);
