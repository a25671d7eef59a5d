using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SoraGuard.Audit;

namespace SoraGuard.Pipeline.Audit;

/// <summary>A leaf with what the database says elsewhere about the same transition.</summary>
/// <param name="ClipStatus">Status of the clip, on the clip's last leaf only; <paramref name="Released"/> likewise.</param>
internal sealed record StoredLeaf(long Idx, string Clip, int Version, byte[] Body, byte[] Previous, byte[] Hash, DateTime AppendedAt,
    string? Event, byte[]? Key, string? ClipStatus, string? ClipContent, string? StateStatus, string? Released)
{
    /// <summary>What the database says otherwise than the leaf.</summary>
    public IEnumerable<string> Contradictions()
    {
        try
        {
            using var body = JsonDocument.Parse(Body);
            return [.. Check(body.RootElement)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return [$"leaf {Idx} cannot be read: {e.Message}"];
        }
    }

    private IEnumerable<string> Check(JsonElement leaf)
    {
        if (leaf.GetProperty("clip").GetString() != Clip || leaf.GetProperty("version").GetInt32() != Version)
            yield return $"leaf {Idx} is filed under clip {Clip} version {Version}, its body names another";
        if (leaf.GetProperty("at").GetString() != AppendedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))
            yield return $"leaf {Idx} is filed under another time than its body names";
        if (Key is not null && Event is null) yield return $"clip {Clip} version {Version}: the event that leaf {Idx} commits to was deleted";
        else if (Key is not null && !CryptographicOperations.FixedTimeEquals(Convert.FromHexString(leaf.GetProperty("commitment").GetString() ?? ""), Commitment.To(Event!, Key))) // checked above
            yield return $"clip {Clip} version {Version}: the stored event is not the one that leaf {Idx} commits to";
        if (ClipStatus is null) yield break;

        var status = leaf.GetProperty("status").GetString()?.ToLowerInvariant();
        var content = leaf.TryGetProperty("content", out var named) ? named.GetString() : null;
        if (ClipStatus != status || StateStatus != status || ClipContent != content)
            yield return $"clip {Clip} is stored as {ClipStatus} with content {ClipContent ?? "none"}, its last leaf {Idx} says {status} with {content ?? "none"}";
        if (Released != (status == "released" ? content : null))
            yield return $"clip {Clip} has {(Released is null ? "no release" : "a release")} that the log does not know of, see leaf {Idx}";
    }
}
