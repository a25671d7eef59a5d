using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Policy;

namespace SoraGuard.Pipeline.Screening;

/// <summary>
/// The policies of this service: the one in force, from its folder, and any that a clip is pinned to, from the database, where each is
/// kept by digest from its first use on.
/// </summary>
public sealed class PolicyLibrary(NpgsqlDataSource database, PolicyModel current, IReadOnlyList<PolicyFile> currentFiles)
{
    private readonly ConcurrentDictionary<Sha256Digest, PolicyModel> loaded = new() { [Sha256Digest.Parse(current.Digest)] = current };

    /// <summary>The policy new clips are pinned to.</summary>
    public PolicyModel Current => current;

    /// <summary>Keeps the current policy in the database, so that any worker can load it later.</summary>
    public async Task<Sha256Digest> PinCurrentAsync(CancellationToken cancellation)
    {
        var digest = Sha256Digest.Parse(current.Digest);
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var files = currentFiles.ToDictionary(f => f.Path, f => Convert.ToBase64String(f.Content.Span));
        await connection.ExecuteAsync("insert into policy_bundle (digest, files) values (@Digest, cast(@Files as jsonb)) on conflict (digest) do nothing",
            new { Digest = digest.ToString(), Files = PipelineJson.Write(files) }).ConfigureAwait(false);
        return digest;
    }

    /// <summary>The policy a clip is pinned to.</summary>
    /// <exception cref="PolicyUnavailableException">It is not kept, or this program reads the kept files differently.</exception>
    public async Task<PolicyModel> GetAsync(Sha256Digest digest, CancellationToken cancellation)
    {
        if (loaded.TryGetValue(digest, out var model)) return model;
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var json = await connection.QuerySingleOrDefaultAsync<string>("select files::text from policy_bundle where digest = @Digest", new { Digest = digest.ToString() }).ConfigureAwait(false)
            ?? throw new PolicyUnavailableException(digest, "it is not kept in this database");
        var files = PipelineJson.Read<Dictionary<string, string>>(json).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => new PolicyFile(f.Key, Convert.FromBase64String(f.Value))).ToList();
        model = PolicyCompiler.Compile(files).RequireModel();
        if (Sha256Digest.Parse(model.Digest) != digest) throw new PolicyUnavailableException(digest, $"this program compiles it to {model.Digest}");
        return loaded.GetOrAdd(digest, model);
    }
}

/// <summary>The policy a clip is pinned to cannot be had; the clip waits, nothing is decided under another one.</summary>
public sealed class PolicyUnavailableException(Sha256Digest digest, string why) : Exception($"Policy {digest.Short} is not available: {why}.");
