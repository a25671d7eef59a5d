using Npgsql;
using SoraGuard.Media.Labels;
using SoraGuard.Pipeline.Clips;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Messaging;

namespace SoraGuard.Pipeline.Tests.Clips;

/// <summary>Puts clips into a database for the tests: store, leases, and a clip led to a given point.</summary>
internal sealed class StoredClip(NpgsqlDataSource database, TimeProvider? time = null)
{
    public static readonly Sha256Digest Policy = Sha256Digest.Of("policy"u8);

    public ClipStore Store { get; } = new(database, new Outbox(), time ?? TimeProvider.System);

    public StageLeases Leases { get; } = new(database);

    public static ClipRequest Request { get; } = new()
    {
        Prompt = "a red boat", Seconds = 4, Size = FrameSize.Supported[0], Tier = "public", Label = LabelProfile.Plain, Seed = 7, Model = "model",
    };

    public async Task<ClipId> AdmitAsync(ClipId? id = null)
    {
        await using var command = database.CreateCommand("insert into policy_bundle (digest, files) values ($1, '{}') on conflict do nothing");
        command.Parameters.Add(new() { Value = Policy.ToString() });
        await command.ExecuteNonQueryAsync();
        return (await Store.AdmitAsync(id ?? ClipId.New(), Request, Policy, CancellationToken.None)).Id;
    }

    /// <summary>Leads a clip through the first of the usual events.</summary>
    public async Task<ClipState> AdvanceAsync(ClipId id, params ClipEvent[] events)
    {
        ClipState? state = null;
        foreach (var happened in events)
        {
            var stage = (await Store.FindAsync(id, CancellationToken.None))!.State.Status switch
            {
                ClipStatus.Screening => Stage.Screen,
                ClipStatus.Generating => Stage.Generate,
                ClipStatus.Inspecting => Stage.Inspect,
                ClipStatus.Marking => Stage.Mark,
                ClipStatus.Signing => Stage.Sign,
                _ => Stage.Verify,
            };
            var lease = await Leases.ClaimAsync(id, stage, Guid.NewGuid(), CancellationToken.None) ?? throw new InvalidOperationException($"{stage} of {id} is not due.");
            state = await Store.CommitAsync(lease, happened, CancellationToken.None);
        }
        return state!;
    }
}
