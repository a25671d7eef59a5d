using SoraGuard.Inference.Classifiers;
using SoraGuard.Inference.Sessions;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Screening;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Inspection;

/// <summary>Shows the clip to the classifiers, and lets the policy judge prompt, inputs and scores together.</summary>
public sealed class InspectClipStage(InspectorHolder inspectors, PolicyLibrary policies, InputReader inputs, BlobStore blobs, MediaTools media, TimeProvider time) : IStage
{
    /// <summary>A prompt that says nothing: whatever rule fires beside it is the clip's own doing.</summary>
    internal const string NoPrompt = "a";

    public Stage Stage => Stage.Inspect;

    public async Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation)
    {
        var content = lease.State.Generated!.Value; // this stage follows generation
        using var copy = await blobs.CopyAsync(content, cancellation).ConfigureAwait(false);
        var report = await ClipInspector.InspectAsync(media, Inspector(cancellation), copy.Path, progress, cancellation).ConfigureAwait(false);
        var policy = await policies.GetAsync(lease.State.Policy, cancellation).ConfigureAwait(false);
        var provenance = await inputs.ProvenanceAsync(lease.Request, cancellation).ConfigureAwait(false);
        var signals = ScreenPromptStage.Signals(lease.Request, provenance) with { Scores = report.Clip, Abstained = report.Abstained };
        try
        {
            var at = ScreenPromptStage.TimeOf(lease.Request, time);
            var models = report.Models.Select(m => new ModelIdentity(m.Id, m.Version, m.Sha256));
            return new ClipInspected(content, policy.Evaluate(signals, at), new(report.Clip, report.Abstained, [.. models]))
            {
                ClipRules = RulesOfClip(policy, signals, at),
            };
        }
        catch (PolicyRequestException e)
        {
            throw new StageException(e.Code, e.Message, e);
        }
    }

    internal static IReadOnlyList<string> RulesOfClip(PolicyModel policy, PolicySignals signals, PolicyTime at) =>
        [.. policy.Evaluate(signals with { Prompt = NoPrompt, Input = default }, at).Rules.Select(r => r.RuleId)];

    private Inspector Inspector(CancellationToken cancellation)
    {
        try
        {
            return inspectors.Get(cancellation);
        }
        catch (Exception e) when (e is ClassifierException or OnnxModelException or DllNotFoundException or ArgumentException) // the last: two of one category
        {
            throw StageException.ModelUnavailable(e);
        }
    }
}
