using Dapper;
using Npgsql;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Pipeline.Storage;

/// <summary>A released clip as its marks lead to it.</summary>
public sealed record RegistryEntry(ClipId Clip, string ManifestId, Sha256Digest Content, DateTimeOffset MarkedAt);

/// <summary>Every released clip, found by what a copy still carries: the watermark's payload or the manifest's label.</summary>
public sealed class ClipRegistry(NpgsqlDataSource database)
{
    public Task<RegistryEntry?> FindByClipAsync(ClipId clip, CancellationToken cancellation) => FindAsync("clip_id = @Value", clip.ToString(), cancellation);

    public Task<RegistryEntry?> FindByManifestAsync(string manifestId, CancellationToken cancellation) => FindAsync("manifest_id = @Value", manifestId, cancellation);

    private async Task<RegistryEntry?> FindAsync(string condition, string value, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            $"select clip_id as Clip, manifest_id as ManifestId, content as Content, marked_at as MarkedAt from registry where {condition}", new { Value = value }).ConfigureAwait(false);
        return row is null ? null : new(ClipId.Parse(row.Clip), row.ManifestId, Sha256Digest.Parse(row.Content), row.MarkedAt);
    }

    private sealed record Row(string Clip, string ManifestId, string Content, DateTime MarkedAt);
}
