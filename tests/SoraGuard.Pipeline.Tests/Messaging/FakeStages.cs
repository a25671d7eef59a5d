using System.Collections.Concurrent;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Tests.Clips;

namespace SoraGuard.Pipeline.Tests.Messaging;

/// <summary>Six stages that report what the real ones would, at once; a test may hang its own work before any of them.</summary>
internal sealed class FakeStages
{
    public ConcurrentQueue<(ClipId Clip, Stage Stage)> Ran { get; } = new();

    /// <summary>Called before a stage reports.</summary>
    public Func<StageLease, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public IEnumerable<IStage> All() => Enum.GetValues<Stage>().Select(stage => new Fake(stage, this));

    /// <summary>Every clip gets content of its own, because a release is unique by content.</summary>
    private static ClipEvent EventOf(Stage stage, ClipId clip) => ClipProcessTests.Allowed()[(int)stage] switch
    {
        ClipSigned e => new ClipSigned(e.Source, ContentOf(clip), "urn:c2pa:" + clip),
        ReleaseVerified => new ReleaseVerified(ContentOf(clip), 1000, []),
        var other => other,
    };

    private static Sha256Digest ContentOf(ClipId clip) => Sha256Digest.Of(BitConverter.GetBytes(clip.Value));

    private sealed class Fake(Stage stage, FakeStages owner) : IStage
    {
        public Stage Stage => stage;

        public async Task<ClipEvent> RunAsync(StageLease lease, IProgress<double> progress, CancellationToken cancellation)
        {
            await owner.Before(lease, cancellation);
            owner.Ran.Enqueue((lease.ClipId, stage));
            return EventOf(stage, lease.ClipId);
        }
    }
}
