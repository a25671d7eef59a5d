using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Tests.Clips;

public sealed class ClipProcessTests
{
    private static readonly Sha256Digest Policy = Sha256Digest.Of("policy"u8);
    private static readonly Sha256Digest Generated = Sha256Digest.Of("generated"u8), Marked = Sha256Digest.Of("marked"u8), Signed = Sha256Digest.Of("signed"u8);

    [Fact]
    public void A_clip_goes_through_every_stage_in_order_and_is_released()
    {
        var (states, transitions) = Run(Allowed());

        Assert.Equal([ClipStatus.Screening, ClipStatus.Generating, ClipStatus.Inspecting, ClipStatus.Marking, ClipStatus.Signing, ClipStatus.Verifying, ClipStatus.Released], states);
        Assert.Equal([Stage.Screen, Stage.Generate, Stage.Inspect, Stage.Mark, Stage.Sign, Stage.Verify], transitions.Where(t => t.Next is not null).Select(t => t.Next!.Value));
        Assert.Equal([RecordKind.Screened, RecordKind.Inspected, RecordKind.Stamped, RecordKind.Verified], transitions.Where(t => t.Record is not null).Select(t => t.Record!.Kind));
        Assert.Equal(new(Signed, Policy, "urn:c2pa:1", 1000), transitions[^1].Release);
    }

    [Fact]
    public void Every_transition_counts_one_version()
    {
        var (_, transitions) = Run(Allowed());

        Assert.Equal(Enumerable.Range(1, 7), transitions.Select(t => t.State.Version));
    }

    [Theory]
    [InlineData(Decision.Block, ClipStatus.Refused)]
    [InlineData(Decision.Review, ClipStatus.Held)]
    [InlineData((Decision)99, ClipStatus.Refused)]
    public void A_verdict_on_the_prompt_can_end_it(Decision decision, ClipStatus status)
    {
        var transition = ClipProcess.Apply(Admitted(), new PromptScreened(Verdict(decision)));

        Assert.Equal(status, transition.State.Status);
        Assert.Null(transition.Next);
        Assert.Null(transition.Record);
        Assert.Equal(["base/rule"], transition.State.Reason!.Rules);
    }

    [Theory]
    [InlineData(Decision.Block, ClipStatus.Refused)]
    [InlineData(Decision.Review, ClipStatus.Held)]
    public void A_verdict_on_the_output_can_end_it(Decision decision, ClipStatus status)
    {
        var (_, transitions) = Run([.. Allowed().Take(2), new ClipInspected(Generated, Verdict(decision), Inspection())]);

        Assert.Equal(status, transitions[^1].State.Status);
        Assert.Null(transitions[^1].Record);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Either_verdict_can_ask_for_a_label(bool prompt, bool output)
    {
        var (_, transitions) = Run([new PromptScreened(Verdict(prompt ? Decision.Label : Decision.Allow)), Allowed()[1],
            new ClipInspected(Generated, Verdict(output ? Decision.Label : Decision.Allow), Inspection())]);

        Assert.True(transitions[^1].State.LabelRequired);
        Assert.Equal(ClipStatus.Marking, transitions[^1].State.Status);
    }

    [Theory]
    [InlineData(1, Stage.Generate)]
    [InlineData(3, Stage.Mark)]
    public void A_reviewer_leads_a_held_clip_on_behind_the_stage_that_held_it(int events, Stage next)
    {
        var held = events == 1
            ? Run([new PromptScreened(Verdict(Decision.Review))])
            : Run([.. Allowed().Take(2), new ClipInspected(Generated, Verdict(Decision.Review), Inspection())]);

        var transition = ClipProcess.Apply(held.Transitions[^1].State, new ReviewDecided(true, "reviewer-1", "fine"));

        Assert.Equal(next, transition.Next);
        Assert.NotNull(transition.Record);
        Assert.Null(transition.State.Reason);
    }

    [Fact]
    public void What_a_reviewer_approved_on_the_prompt_does_not_hold_the_clip_again()
    {
        var inspecting = ApprovedPrompt();

        var transition = ClipProcess.Apply(inspecting, new ClipInspected(Generated, Verdict(Decision.Review), Inspection()) { ClipRules = [] });

        Assert.Equal(Stage.Mark, transition.Next);
        Assert.Equal(RecordKind.Inspected, transition.Record!.Kind);
        Assert.Equal(Decision.Allow, transition.State.OutputDecision);
    }

    [Fact]
    public void A_label_rule_beside_what_a_reviewer_approved_still_asks_for_the_label()
    {
        var verdict = Verdict(Decision.Review) with { Rules = [.. Verdict(Decision.Review).Rules, Verdict(Decision.Label).Rules[0] with { RuleId = "base/label" }] };

        var transition = ClipProcess.Apply(ApprovedPrompt(), new ClipInspected(Generated, verdict, Inspection()) { ClipRules = [] });

        Assert.True(transition.State.LabelRequired);
        Assert.Equal(Stage.Mark, transition.Next);
    }

    [Theory]
    [InlineData(Decision.Review, "base/rule", "base/rule", ClipStatus.Held)] // the clip fires the rule by itself
    [InlineData(Decision.Review, "base/rule", null, ClipStatus.Held)] // not known whether it does
    [InlineData(Decision.Review, "base/other", "", ClipStatus.Held)] // nobody has answered this one
    [InlineData(Decision.Block, "base/rule", "", ClipStatus.Refused)]
    public void What_a_reviewer_of_the_prompt_has_not_answered_is_judged(Decision decision, string rule, string? ofClip, ClipStatus status)
    {
        var verdict = Verdict(decision) with { Rules = [Verdict(decision).Rules[0] with { RuleId = rule }] };

        var transition = ClipProcess.Apply(ApprovedPrompt(), new ClipInspected(Generated, verdict, Inspection()) { ClipRules = ofClip?.Split(' ', StringSplitOptions.RemoveEmptyEntries) });

        Assert.Equal(status, transition.State.Status);
        Assert.Null(transition.Record);
    }

    [Fact]
    public void A_reviewer_can_refuse()
    {
        var held = Run([new PromptScreened(Verdict(Decision.Review))]).Transitions[^1].State;

        Assert.Equal(ClipStatus.Refused, ClipProcess.Apply(held, new ReviewDecided(false, "reviewer-1", "no")).State.Status);
    }

    [Fact]
    public void What_does_not_verify_is_not_released()
    {
        var (_, transitions) = Run([.. Allowed().Take(5), new ReleaseVerified(Signed, 1000, ["the watermark names another clip"])]);

        Assert.Equal(ClipStatus.Failed, transitions[^1].State.Status);
        Assert.Null(transitions[^1].Release);
        Assert.Null(transitions[^1].Record);
    }

    [Fact]
    public void Verified_bytes_other_than_the_signed_ones_are_no_event_of_this_clip()
    {
        var signed = Run([.. Allowed().Take(5)]).Transitions[^1].State;

        Assert.Throws<InvalidOperationException>(() => ClipProcess.Apply(signed, new ReleaseVerified(Marked, 1000, [])));
    }

    [Fact]
    public void Marking_or_signing_other_bytes_than_the_stage_before_made_is_no_event_of_this_clip()
    {
        var inspected = Run([.. Allowed().Take(3)]).Transitions[^1].State;
        var marked = Run([.. Allowed().Take(4)]).Transitions[^1].State;

        Assert.Throws<InvalidOperationException>(() => ClipProcess.Apply(inspected, new ClipMarked(Signed, Marked, new(48, 20, "plain", null, "id"))));
        Assert.Throws<InvalidOperationException>(() => ClipProcess.Apply(marked, new ClipSigned(Generated, Signed, "urn:c2pa:1")));
    }

    [Fact]
    public void A_record_names_the_policy_that_judged()
    {
        var other = Sha256Digest.Of("another policy"u8);

        var record = ClipProcess.Apply(Admitted(), new PromptScreened(Verdict(Decision.Allow) with { PolicyDigest = other.ToString() })).Record!;

        Assert.Equal(other, record.Policy);
    }

    /// <summary>Every event in every status: what the page does not allow throws, so that no late or forged event moves a clip.</summary>
    [Fact]
    public void An_event_out_of_its_place_throws()
    {
        var along = Allowed();
        ClipEvent[] all = [.. along, new ReviewDecided(true, "r", "n")];
        for (var done = 0; done <= along.Length; done++)
        {
            var state = Run([.. along.Take(done)]).Transitions[^1].State;
            foreach (var wrong in all.Where((_, i) => i != done))
                Assert.Throws<InvalidOperationException>(() => ClipProcess.Apply(state, wrong));
        }
    }

    [Theory]
    [InlineData(ClipStatus.Released)]
    [InlineData(ClipStatus.Refused)]
    [InlineData(ClipStatus.Failed)]
    [InlineData(ClipStatus.Held)]
    public void A_clip_at_rest_does_not_fail_any_more(ClipStatus status) =>
        Assert.Throws<InvalidOperationException>(() => ClipProcess.Apply(Admitted() with { Status = status, HeldAfter = Stage.Screen }, new StageFailed(Stage.Mark, "x", "y")));

    [Fact]
    public void A_clip_on_its_way_can_be_cancelled_and_one_at_rest_cannot()
    {
        for (var done = 0; done < 6; done++)
            Assert.Equal("cancelled", ClipProcess.Apply(Run([.. Allowed().Take(done)]).Transitions[^1].State, new ClipCancelled()).State.Reason!.Code);

        Assert.Throws<InvalidOperationException>(() => ClipProcess.Apply(Run(Allowed()).Transitions[^1].State, new ClipCancelled()));
    }

    [Fact]
    public void A_stage_can_fail_a_clip()
    {
        var state = ClipProcess.Apply(Admitted(), new StageFailed(Stage.Screen, "input_unreadable", "The image is none.")).State;

        Assert.Equal((ClipStatus.Failed, "input_unreadable"), (state.Status, state.Reason!.Code));
    }

    internal static ClipEvent[] Allowed() =>
    [
        new PromptScreened(Verdict(Decision.Allow)),
        new ClipGenerated(Generated, new("model", "1", "00"), 7, ["red"]),
        new ClipInspected(Generated, Verdict(Decision.Allow), Inspection()),
        new ClipMarked(Generated, Marked, new(48, 20, "plain", "AI-generated", "id")),
        new ClipSigned(Marked, Signed, "urn:c2pa:1"),
        new ReleaseVerified(Signed, 1000, []),
    ];

    internal static Verdict Verdict(Decision decision) => new()
    {
        Decision = decision,
        Categories = new Dictionary<string, double>(),
        PolicyDigest = Policy.ToString(),
        Tier = "public",
        Rules = decision == Decision.Allow ? [] : [new() { RuleId = "base/rule", Version = 1, Action = decision, Category = "violence", Reason = "Because.", Spans = [] }],
    };

    private static InspectionSummary Inspection() => new(new Dictionary<string, double> { ["violence"] = .1 }, null, []);

    /// <summary>Held by base/rule on its prompt, approved, generated.</summary>
    private static ClipState ApprovedPrompt() =>
        Run([new PromptScreened(Verdict(Decision.Review)), new ReviewDecided(true, "reviewer-1", "fine"), Allowed()[1]]).Transitions[^1].State;

    private static ClipState Admitted() => ClipProcess.Admit(new(0x0123456789abcdef), Policy).State;

    private static (ClipStatus[] States, Transition[] Transitions) Run(ClipEvent[] events)
    {
        var transitions = new List<Transition> { ClipProcess.Admit(new(0x0123456789abcdef), Policy) };
        foreach (var e in events) transitions.Add(ClipProcess.Apply(transitions[^1].State, e));
        return ([.. transitions.Select(t => t.State.Status)], [.. transitions]);
    }
}
