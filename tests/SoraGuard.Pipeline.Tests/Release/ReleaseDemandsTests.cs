using SoraGuard.C2pa.Validation;
using SoraGuard.Media.Labels;
using SoraGuard.Media.Watermark;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Release;
using SoraGuard.Pipeline.Tests.Clips;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Tests.Release;

/// <summary>What the release stage demands of the final bytes: each layer by itself is enough to stop a release.</summary>
public sealed class ReleaseDemandsTests
{
    private static readonly ClipState Clip = new() { Id = new(7), Version = 6, Status = ClipStatus.Verifying, Policy = StoredClip.Policy, ManifestId = "urn:c2pa:1" };

    [Fact]
    public void A_clip_with_every_layer_is_missing_nothing() => Assert.Empty(Missing(Whole));

    [Fact]
    public void Each_layer_that_is_missing_or_names_another_clip_is_named()
    {
        var whole = Whole;
        VerifyFindings[] broken =
        [
            whole with { Manifest = null },
            whole with { Manifest = Manifest(ValidationState.Valid) },
            whole with { Manifest = Manifest(ValidationState.Invalid) },
            whole with { SignedByUs = false },
            whole with { Manifest = Manifest(ValidationState.Trusted) with { ActiveManifest = "urn:c2pa:2" } },
            whole with { BoundClip = null },
            whole with { BoundClip = new(8) },
            whole with { Watermark = null },
            whole with { Watermark = Mark(8) },
            whole with { Watermark = Mark(7) with { Valid = false } },
            whole with { Aigc = new(false, null, []) },
            whole with { Aigc = new(true, AigcRecord.FirstWrite("Us", "8"), []) },
            whole with { VisibleLabels = [] },
            whole with { VisibleLabels = [new(LabelProfile.Plain, ContentOrigin.Generated, false, .3, 0, 4)] },
            whole with { VisibleLabels = [new(LabelProfile.Eu, ContentOrigin.Generated, true, .9, 4, 4)] },
        ];

        Assert.All(broken, findings => Assert.NotEmpty(Missing(findings)));
    }

    [Fact]
    public void A_service_that_time_stamps_releases_nothing_without_a_time_stamp_that_counts()
    {
        var stamped = Whole with { Manifest = Whole.Manifest! with { SigningTime = DateTimeOffset.UnixEpoch } };

        Assert.NotEmpty(VerifyReleaseStage.Missing(Clip, StoredClip.Request, Whole, needsTimeStamp: true));
        Assert.Empty(VerifyReleaseStage.Missing(Clip, StoredClip.Request, stamped, needsTimeStamp: true));
    }

    [Fact]
    public void A_request_without_a_visible_label_needs_one_when_a_verdict_asks_for_it()
    {
        var (bare, request) = (Whole with { VisibleLabels = [] }, StoredClip.Request with { Label = LabelProfile.None });

        Assert.Empty(VerifyReleaseStage.Missing(Clip, request, bare));
        Assert.NotEmpty(VerifyReleaseStage.Missing(Clip with { OutputDecision = Decision.Label }, request, bare));
    }

    private static VerifyFindings Whole => new()
    {
        Manifest = Manifest(ValidationState.Trusted), SignedByUs = true, BoundClip = Clip.Id, Watermark = Mark(7), Operator = "Us", Sandboxed = true,
        Aigc = new(true, AigcRecord.FirstWrite("Us", Clip.Id.ToString()), []),
        VisibleLabels = [new(LabelProfile.Plain, ContentOrigin.Generated, true, .9, 4, 4)],
    };

    private static IEnumerable<string> Missing(VerifyFindings found) => VerifyReleaseStage.Missing(Clip, StoredClip.Request, found);

    private static ValidationResult Manifest(ValidationState state) => new() { State = state, Codes = [], Summary = "", ActiveManifest = "urn:c2pa:1" };

    private static WatermarkDetection Mark(ulong clip) => new() { Found = true, Valid = true, Payload = new WatermarkId(clip), Z = 20, FalsePositiveBound = 1e-60, Spans = [], Searched = default };
}
