using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Screening;

/// <summary>Judges the prompt and the inputs under the clip's policy.</summary>
public sealed class ScreenPromptStage(PolicyLibrary policies, InputReader inputs, TimeProvider time) : IStage
{
    public Stage Stage => Stage.Screen;

    public async Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation)
    {
        var policy = await policies.GetAsync(lease.State.Policy, cancellation).ConfigureAwait(false);
        var provenance = await inputs.ProvenanceAsync(lease.Request, cancellation).ConfigureAwait(false);
        try
        {
            return new PromptScreened(policy.Evaluate(Signals(lease.Request, provenance), TimeOf(lease.Request, time)));
        }
        catch (PolicyRequestException e)
        {
            throw new StageException(e.Code, e.Message, e);
        }
    }

    internal static PolicySignals Signals(ClipRequest request, InputProvenance provenance) =>
        new() { Prompt = request.Prompt, Region = request.Region, Tier = request.Tier, Input = provenance };

    internal static PolicyTime TimeOf(ClipRequest request, TimeProvider time) =>
        request.At is { } at ? PolicyTime.Parse(at) : PolicyTime.AtInstant(time.GetUtcNow());
}
