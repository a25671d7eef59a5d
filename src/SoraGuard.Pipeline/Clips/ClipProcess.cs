using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Clips;

/// <summary>
/// The whole product on one page: what follows from an event. A pure function; the store carries out what it returns in one transaction.
/// <code>
/// Screening --PromptScreened--> Generating --ClipGenerated--> Inspecting --ClipInspected--> Marking --ClipMarked-->
/// Signing --ClipSigned--> Verifying --ReleaseVerified--> Released
/// a verdict may refuse or hold; a stage may fail; ReviewDecided leads a held clip on or to Refused
/// </code>
/// </summary>
public static class ClipProcess
{
    /// <summary>The first transition: admitted, to be screened.</summary>
    public static Transition Admit(ClipId id, Sha256Digest policy) =>
        new(new() { Id = id, Version = 1, Status = ClipStatus.Screening, Policy = policy }, Next: Stage.Screen);

    /// <summary>What follows from <paramref name="happened"/>.</summary>
    /// <exception cref="InvalidOperationException">The event does not belong to the clip's status: a worker without a valid lease sent it.</exception>
    public static Transition Apply(ClipState clip, ClipEvent happened)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var now = clip with { Version = clip.Version + 1 };
        return (clip.Status, happened) switch
        {
            (ClipStatus.Screening, PromptScreened e) => Judge(now with { PromptDecision = e.Verdict.Decision }, e.Verdict, Stage.Screen),
            (ClipStatus.Generating, ClipGenerated e) => new(now with { Status = ClipStatus.Inspecting, Generated = e.Content, Model = e.Model }, Stage.Inspect),
            (ClipStatus.Inspecting, ClipInspected e) when e.Content == clip.Generated => JudgeOutput(now, Unanswered(clip, e)),
            (ClipStatus.Marking, ClipMarked e) when e.Source == clip.Generated => new(now with { Status = ClipStatus.Signing, Marked = e.Content, Marks = e.Marks }, Stage.Sign),
            (ClipStatus.Signing, ClipSigned e) when e.Source == clip.Marked => new(now with { Status = ClipStatus.Verifying, Signed = e.Content, ManifestId = e.ManifestId },
                Stage.Verify, new(RecordKind.Stamped, clip.Policy, clip.Generated, e.Content, Passed: true)),
            (ClipStatus.Verifying, ReleaseVerified e) when e.Content == clip.Signed => Release(now, e),
            (ClipStatus.Held, ReviewDecided { Approved: true }) => Pass(Approve(now), clip.HeldAfter!.Value, clip.Policy), // held clips say where
            (ClipStatus.Held, ReviewDecided e) => new(Rest(now, ClipStatus.Refused, new("review_refused", e.Note, clip.Reason?.Rules ?? []))),
            ( < ClipStatus.Held, ClipCancelled) => new(Rest(now, ClipStatus.Failed, new("cancelled", "It was cancelled before it was finished.", []))),
            ( < ClipStatus.Held, StageFailed e) => new(Rest(now, ClipStatus.Failed, new(e.Code, e.Message, []))),
            _ => throw new InvalidOperationException($"{happened.GetType().Name} does not follow from {clip.Status} (clip {clip.Id})."),
        };
    }

    private static ClipState Approve(ClipState held) =>
        held with { HeldAfter = null, Reason = null, ApprovedRules = [.. held.ApprovedRules, .. held.Reason?.Rules ?? []] };

    /// <summary>
    /// The verdict without what a reviewer answered when the prompt was held: the prompt still fires the same rules, and nobody is asked
    /// twice. A rule that the clip fires by itself was not answered, and nothing softens a block.
    /// </summary>
    private static Verdict Unanswered(ClipState clip, ClipInspected e)
    {
        if (e.Verdict.Decision != Decision.Review || e.ClipRules is not { } ofClip) return e.Verdict;
        var answered = clip.ApprovedRules.Except(ofClip).ToHashSet(StringComparer.Ordinal);
        var open = e.Verdict.Rules.Where(r => !answered.Contains(r.RuleId)).ToList();
        if (open.Count == e.Verdict.Rules.Count) return e.Verdict;
        return e.Verdict with { Rules = open, Decision = open.Select(r => r.Action).DefaultIfEmpty(Decision.Allow).Max() };
    }

    private static Transition JudgeOutput(ClipState now, Verdict verdict) => Judge(now with { OutputDecision = verdict.Decision }, verdict, Stage.Inspect);

    private static Transition Judge(ClipState now, Verdict verdict, Stage stage)
    {
        var decisive = verdict.Rules.Where(r => r.Action == verdict.Decision).ToList();
        var reason = new ClipReason(stage == Stage.Screen ? "prompt_policy" : "output_policy",
            string.Join(" ", decisive.Select(r => r.Reason).Distinct()), [.. decisive.Select(r => r.RuleId)]);
        return verdict.Decision switch
        {
            Decision.Allow or Decision.Label => Pass(now, stage, Sha256Digest.Parse(verdict.PolicyDigest)),
            Decision.Review => new(Rest(now, ClipStatus.Held, reason) with { HeldAfter = stage }),
            _ => new(Rest(now, ClipStatus.Refused, reason)), // block, and anything a later policy may add: fail closed
        };
    }

    /// <param name="policy">The policy that judged; the release is refused unless it is the one the clip was pinned to.</param>
    private static Transition Pass(ClipState now, Stage stage, Sha256Digest policy) => stage == Stage.Screen
        ? new(now with { Status = ClipStatus.Generating }, Stage.Generate, new(RecordKind.Screened, policy, null, null, Passed: true))
        : new(now with { Status = ClipStatus.Marking }, Stage.Mark, new(RecordKind.Inspected, policy, now.Generated, now.Generated, Passed: true));

    private static Transition Release(ClipState now, ReleaseVerified e)
    {
        if (e.Problems.Count > 0)
            return new(Rest(now, ClipStatus.Failed, new("release_not_verified", string.Join("; ", e.Problems), [])));
        return new(now with { Status = ClipStatus.Released },
            Record: new(RecordKind.Verified, now.Policy, now.Signed, now.Signed, Passed: true),
            Release: new(e.Content, now.Policy, now.ManifestId!, e.Bytes)); // signed clips have a manifest
    }

    private static ClipState Rest(ClipState now, ClipStatus status, ClipReason reason) => now with { Status = status, Reason = reason };
}
