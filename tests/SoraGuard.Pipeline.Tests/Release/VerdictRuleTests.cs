using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Validation;
using SoraGuard.Media.Labels;
using SoraGuard.Media.Watermark;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Release;

namespace SoraGuard.Pipeline.Tests.Release;

/// <summary>The ladder from findings to a verdict, rung by rung.</summary>
public sealed class VerdictRuleTests
{
    private static readonly ClipId Clip = new(0x1111), Other = new(0x2222);

    [Fact]
    public void Nothing_found_is_no_evidence_and_says_nothing_about_being_intact()
    {
        var result = Decide(Nothing);

        Assert.Equal((VerifyVerdict.NoEvidence, false, null, null), (result.Verdict, result.Ours, result.Intact, result.By));
    }

    [Theory]
    [InlineData(DigitalSourceTypes.TrainedAlgorithmicMedia, VerifyVerdict.AiGenerated)]
    [InlineData(DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia, VerifyVerdict.AiEdited)]
    [InlineData(DigitalSourceTypes.DigitalCapture, VerifyVerdict.NoEvidence)]
    public void A_valid_manifest_says_how_it_was_made(string source, VerifyVerdict verdict)
    {
        var result = Decide(Nothing with { Manifest = Manifest(ValidationState.Valid, source) });

        Assert.Equal((verdict, false, true, "Somebody"), (result.Verdict, result.Ours, result.Intact, result.By));
    }

    [Fact]
    public void Our_trusted_manifest_makes_it_ours()
    {
        var result = Decide(Nothing with { Manifest = Manifest(ValidationState.Trusted, DigitalSourceTypes.TrainedAlgorithmicMedia), SignedByUs = true, BoundClip = Clip });

        Assert.True(result.Ours);
        Assert.Equal(Clip, result.Clip);
    }

    [Fact]
    public void A_broken_manifest_is_not_believed_and_is_a_problem()
    {
        var result = Decide(Nothing with { Manifest = Manifest(ValidationState.Invalid, DigitalSourceTypes.TrainedAlgorithmicMedia) });

        Assert.Equal((VerifyVerdict.NoEvidence, false), (result.Verdict, result.Intact));
        Assert.Contains("assertion.bmffHash.mismatch", Assert.Single(result.Problems));
    }

    [Fact]
    public void A_store_that_cannot_be_read_is_a_problem() => Assert.False(Decide(Nothing with { ManifestUnreadable = "cut off" }).Intact);

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, false, true)]
    public void Our_watermark_makes_it_ours_unless_the_registry_does_not_know_it(bool asked, bool known, bool ours)
    {
        var result = Decide(Nothing with { Watermark = Mark(Clip), RegistryAsked = asked, ByWatermark = known ? new(Clip, "urn", default, default) : null });

        Assert.Equal((VerifyVerdict.AiGenerated, ours, null, "Us"), (result.Verdict, result.Ours, result.Intact, result.By));
    }

    [Fact]
    public void A_manifest_and_a_watermark_of_different_clips_contradict_each_other()
    {
        var result = Decide(Nothing with { Manifest = Manifest(ValidationState.Trusted, DigitalSourceTypes.TrainedAlgorithmicMedia), SignedByUs = true, BoundClip = Clip, Watermark = Mark(Other) });

        Assert.Equal((false, false), (result.Ours, result.Intact));
    }

    [Fact]
    public void A_metadata_label_of_another_clip_contradicts_the_watermark() =>
        Assert.False(Decide(Nothing with { Watermark = Mark(Clip), Aigc = Label(AigcLabel.Is, "Us", Other.ToString()) }).Intact);

    [Fact]
    public void Another_producers_metadata_label_does_not_contradict_our_watermark() =>
        Assert.Null(Decide(Nothing with { Watermark = Mark(Clip), Aigc = Label(AigcLabel.Is, "Them", "7") }).Intact);

    [Theory]
    [InlineData(AigcLabel.Is, VerifyVerdict.AiGenerated)]
    [InlineData(AigcLabel.MayBe, VerifyVerdict.AiGenerated)]
    [InlineData(AigcLabel.Suspected, VerifyVerdict.NoEvidence)]
    public void A_metadata_label_alone_counts_as_far_as_its_maker_says_so(AigcLabel label, VerifyVerdict verdict)
    {
        var result = Decide(Nothing with { Aigc = Label(label, "Them", "7") });

        Assert.Equal((verdict, false, null, "Them"), (result.Verdict, result.Ours, result.Intact, result.By));
    }

    [Fact]
    public void A_metadata_label_that_breaks_its_rules_is_a_problem() => Assert.False(Decide(Nothing with { Aigc = new(true, null, ["no JSON"]) }).Intact);

    private static VerifyFindings Nothing { get; } = new() { Aigc = new(false, null, []), VisibleLabels = [], Operator = "Us", Sandboxed = true };

    private static VerifyResult Decide(VerifyFindings found) => VerdictRule.Decide("clip.mp4", found, [], []);

    private static AigcReading Label(AigcLabel label, string producer, string id) => new(true, AigcRecord.FirstWrite(producer, id) with { Label = label }, []);

    private static ValidationResult Manifest(ValidationState state, string source) => new()
    {
        State = state,
        Codes = state == ValidationState.Invalid ? [new("assertion.bmffHash.mismatch", "self#jumbf=x", StatusKind.Failure, "changed")] : [],
        Summary = state.ToString(),
        ActiveManifest = "urn:c2pa:1",
        DigitalSourceTypes = [source],
        Issuer = "Somebody",
    };

    private static WatermarkDetection Mark(ClipId clip) => new()
    {
        Found = true, Valid = true, Payload = new WatermarkId(clip.Value), Z = 20, FalsePositiveBound = 1e-60, Spans = [], Searched = default,
    };
}
