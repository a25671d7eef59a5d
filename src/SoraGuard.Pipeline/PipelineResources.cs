using SoraGuard.Media.Video;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline;

/// <summary>What has to be there before a process can do anything: opened once, closed last. Whatever is missing says so here, not in the middle of a clip.</summary>
public sealed class PipelineResources : IAsyncDisposable
{
    private PipelineResources(Database database, MediaTools media, PolicyModel policy, IReadOnlyList<PolicyFile> policyFiles) =>
        (Database, Media, Policy, PolicyFiles) = (database, media, policy, policyFiles);

    public Database Database { get; }

    public MediaTools Media { get; }

    public PolicyModel Policy { get; }

    public IReadOnlyList<PolicyFile> PolicyFiles { get; }

    /// <exception cref="InvalidPolicyException">The policy folder has errors; all are listed.</exception>
    /// <exception cref="MediaException">ffmpeg, ffprobe or the sandbox is missing.</exception>
    /// <exception cref="EmbeddedPostgresException">The embedded database cannot be had.</exception>
    /// <exception cref="MigrationException">The database does not fit this program.</exception>
    /// <exception cref="SettingsException">A calendar of the policy does not cover today.</exception>
    public static async Task<PipelineResources> OpenAsync(PipelineSettings settings, DateTimeOffset now, CancellationToken cancellation)
    {
        var files = PolicyFolder.Read(settings.PolicyFolder);
        var policy = PolicyCompiler.Compile(files).RequireModel();
        if (policy.FindStaleCalendars(PolicyTime.AtInstant(now)) is { Count: > 0 } stale)
            throw new SettingsException($"The policy has calendars that do not cover today: {string.Join(" ", stale)}");
        var media = await MediaTools.LocateAsync(cancellationToken: cancellation).ConfigureAwait(false);
        return new(await Database.OpenAsync(settings.Storage, cancellation).ConfigureAwait(false), media, policy, files);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
