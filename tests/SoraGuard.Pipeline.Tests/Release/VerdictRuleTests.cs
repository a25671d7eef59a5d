using SoraGuard.C2pa.Assertions;
using SoraGuard.C2pa.Validation;
using SoraGuard.Media.Labels;
using SoraGuard.Media.Watermark;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Release;
using SoraGuard.Pipeline.Storage;

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
    public void A_trusted_manifest_says_how_it_was_made_and_by_whom(string source, VerifyVerdict verdict)
    {
        var result = Decide(Nothing with { Manifest = Manifest(ValidationState.Trusted, source) });

        Assert.Equal((verdict, false, true, "Somebody"), (result.Verdict, result.Ours, result.Intact, result.By));
        Assert.Empty(result.ClaimedBy);
    }

    [Theory]
    [InlineData(ValidationState.Valid)]
    [InlineData(ValidationState.WellFormed)]
    public void What_an_unproven_signer_says_is_a_claim_and_proves_nothing_of_the_bytes(ValidationState state)
    {
        var result = Decide(Nothing with { Manifest = Manifest(state, DigitalSourceTypes.TrainedAlgorithmicMedia) });

        Assert.Equal((VerifyVerdict.AiGenerated, false, null, null), (result.Verdict, result.Ours, result.Intact, result.By));
        Assert.Equal(["Somebody"], result.ClaimedBy);
        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData(ValidationState.Valid)]
    [InlineData(ValidationState.Trusted)]
    public void Our_clip_signed_again_by_another_stays_ours_but_is_not_intact_on_their_word(ValidationState state)
    {
        var found = Nothing with { Manifest = Manifest(state, DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia), BoundClip = Other, Watermark = Mark(Clip), RegistryAsked = true, ByWatermark = Released };
        var result = Decide(found);

        Assert.Equal((true, null, "Us"), (result.Ours, result.Intact, result.By));
        Assert.Equal(["Somebody"], result.ClaimedBy);
        Assert.Equal(Clip, result.Clip);
        Assert.Contains(LimitsOf.All(found, null), l => l.Contains("Us", StringComparison.Ordinal) && l.Contains("Somebody", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ValidationState.Valid, DigitalSourceTypes.DigitalCapture)]
    [InlineData(ValidationState.Trusted, DigitalSourceTypes.DigitalCapture)]
    [InlineData(ValidationState.Valid, DigitalSourceTypes.DigitalCreation)]
    public void A_manifest_that_claims_capture_contradicts_a_watermark(ValidationState state, string source)
    {
        var result = Decide(Nothing with { Manifest = Manifest(state, source), Watermark = Mark(Clip) });

        Assert.Equal((VerifyVerdict.AiGenerated, true, false, "Us"), (result.Verdict, result.Ours, result.Intact, result.By));
        Assert.Contains("watermark", Assert.Single(result.Problems));
    }

    [Fact]
    public void A_manifest_that_claims_capture_contradicts_a_metadata_label() =>
        Assert.False(Decide(Nothing with { Manifest = Manifest(ValidationState.Trusted, DigitalSourceTypes.DigitalCapture), Aigc = Label(AigcLabel.Is, "Them", "7") }).Intact);

    [Fact]
    public void A_captured_clip_that_a_model_edited_contradicts_nothing()
    {
        var manifest = Manifest(ValidationState.Trusted, DigitalSourceTypes.DigitalCapture) with { DigitalSourceTypes = [DigitalSourceTypes.DigitalCapture, DigitalSourceTypes.CompositeWithTrainedAlgorithmicMedia] };

        Assert.Equal((VerifyVerdict.AiEdited, true), Brief(Decide(Nothing with { Manifest = manifest, SignedByUs = true, BoundClip = Clip, Watermark = Mark(Clip) })));
    }

    [Fact]
    public void Our_trusted_manifest_makes_it_ours()
    {
        var result = Decide(Nothing with { Manifest = Manifest(ValidationState.Trusted, DigitalSourceTypes.TrainedAlgorithmicMedia), SignedByUs = true, BoundClip = Clip });

        Assert.True(result.Ours);
        Assert.Equal(Clip, result.Clip);
    }

    [Fact]
    public void Our_manifest_on_something_that_was_not_released_does_not_make_it_ours()
    {
        var signed = Nothing with { Manifest = Manifest(ValidationState.Trusted, DigitalSourceTypes.TrainedAlgorithmicMedia), SignedByUs = true, BoundClip = Clip, RegistryAsked = true };

        Assert.Equal((false, true), (Decide(signed).Ours, Decide(signed).Intact));
        Assert.Contains(LimitsOf.All(signed, null), l => l.StartsWith("registry:", StringComparison.Ordinal));
        Assert.True(Decide(signed with { ByManifest = Released }).Ours);
    }

    [Fact]
    public void Our_watermark_on_a_changed_file_is_still_ours()
    {
        var result = Decide(Nothing with { Manifest = Manifest(ValidationState.Invalid, DigitalSourceTypes.TrainedAlgorithmicMedia), Watermark = Mark(Clip), RegistryAsked = true, ByWatermark = Released });

        Assert.Equal((true, false, "Us"), (result.Ours, result.Intact, result.By));
    }

    [Fact]
    public void An_expired_certificate_alone_is_a_limit_and_breaks_nothing()
    {
        var found = Nothing with { Manifest = OutOfDate() };
        var result = Decide(found);

        Assert.Equal((VerifyVerdict.AiGenerated, null, null), (result.Verdict, result.Intact, result.By));
        Assert.Empty(result.Problems);
        Assert.Contains(LimitsOf.All(found, null), l => l.Contains("expired", StringComparison.Ordinal) && l.Contains("no trusted time-stamp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StatusCodes.AssertionBmffHashMismatch)]
    [InlineData(StatusCodes.ClaimSignatureMismatch)]
    [InlineData(StatusCodes.SigningCredentialInvalid)]
    public void An_expired_certificate_excuses_nothing_else(string failure)
    {
        var manifest = OutOfDate();

        Assert.False(Decide(Nothing with { Manifest = manifest with { Codes = [.. manifest.Codes, new(failure, "", StatusKind.Failure, "")] } }).Intact);
    }

    [Theory]
    [InlineData(StatusCodes.ClaimSignatureValidated)]
    [InlineData(StatusCodes.AssertionBmffHashMatch)]
    public void An_expired_certificate_is_excused_only_where_signature_and_bytes_hold(string without)
    {
        var manifest = OutOfDate();

        Assert.False(Decide(Nothing with { Manifest = manifest with { Codes = [.. manifest.Codes.Where(c => c.Code != without)] } }).Intact);
    }

    [Fact]
    public void A_manifest_kept_elsewhere_is_a_limit_and_breaks_nothing()
    {
        var found = Nothing with { Manifest = new() { State = ValidationState.None, Codes = [new(StatusCodes.ManifestInaccessible, "", StatusKind.Failure, "")], Summary = "", ManifestAddress = "https://example.org/m.c2pa" } };

        Assert.Equal((VerifyVerdict.NoEvidence, null), (Decide(found).Verdict, Decide(found).Intact));
        Assert.Contains(LimitsOf.All(found, null), l => l.Contains("https://example.org/m.c2pa", StringComparison.Ordinal));
        Assert.False(EvidenceOf.All(found)[0].Found);
    }

    [Fact]
    public void Several_manifest_stores_are_a_problem() =>
        Assert.False(Decide(Nothing with { Manifest = new() { State = ValidationState.None, Codes = [new(StatusCodes.GeneralError, "", StatusKind.Failure, "")], Summary = "" } }).Intact);

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
    public void A_metadata_label_of_another_clip_contradicts_the_watermark_but_takes_nothing_from_it()
    {
        var result = Decide(Nothing with { Watermark = Mark(Clip), Aigc = Label(AigcLabel.Is, "Us", Other.ToString()) });

        Assert.Equal((true, false), (result.Ours, result.Intact)); // anybody can write the label
    }

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

        Assert.Equal((verdict, false, null, null), (result.Verdict, result.Ours, result.Intact, result.By));
        Assert.Equal(["Them"], result.ClaimedBy);
    }

    [Fact]
    public void A_metadata_label_that_breaks_its_rules_is_a_problem() => Assert.False(Decide(Nothing with { Aigc = new(true, null, ["no JSON"]) }).Intact);

    private static VerifyFindings Nothing { get; } = new() { Aigc = new(false, null, []), VisibleLabels = [], Operator = "Us", Sandboxed = true };

    private static RegistryEntry Released { get; } = new(Clip, "urn:c2pa:1", default, default);

    private static (VerifyVerdict, bool?) Brief(VerifyResult result) => (result.Verdict, result.Intact);

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

    private static ValidationResult OutOfDate() => Manifest(ValidationState.Invalid, DigitalSourceTypes.TrainedAlgorithmicMedia) with
    {
        Codes =
        [
            new(StatusCodes.ClaimSignatureValidated, "", StatusKind.Success, ""),
            new(StatusCodes.AssertionBmffHashMatch, "", StatusKind.Success, ""),
            new(StatusCodes.SigningCredentialUntrusted, "", StatusKind.Failure, ""),
            new(StatusCodes.ClaimSignatureOutsideValidity, "", StatusKind.Failure, ""),
        ],
    };

    private static WatermarkDetection Mark(ClipId clip) => new()
    {
        Found = true, Valid = true, Payload = new WatermarkId(clip.Value), Z = 20, FalsePositiveBound = 1e-60, Spans = [], Searched = default,
    };
}
