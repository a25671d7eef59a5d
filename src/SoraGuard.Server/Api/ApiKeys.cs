using System.Security.Cryptography;
using System.Text;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Contracts;

namespace SoraGuard.Server.Api;

/// <summary>
/// The keys callers may present as <c>Authorization: Bearer KEY</c>, each with the access tier it stands for. Kept as SHA-256 only. Without any,
/// the API is open to everybody as the tier <c>public</c>, and is then served on the loopback address alone.
/// </summary>
public sealed class ApiKeys
{
    public const int ShortestKey = 16;
    private const string Scheme = "Bearer ";

    private readonly IReadOnlyList<(byte[] Digest, string Tier)> keys;

    private ApiKeys(IReadOnlyList<(byte[], string)> keys) => this.keys = keys;

    public bool IsOpen => keys.Count == 0;

    /// <summary>Reads <c>SORAGUARD__APIKEYS</c>: <c>key</c> or <c>key:tier</c>, separated by commas; a key alone is of the tier <c>public</c>.</summary>
    /// <exception cref="SettingsException">A key is too short to resist guessing, stands there twice, or has no readable tier.</exception>
    public static ApiKeys Parse(string? list)
    {
        var keys = (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseOne).ToList();
        return keys.DistinctBy(k => Convert.ToHexString(k.Digest)).Count() == keys.Count
            ? new(keys)
            : throw new SettingsException("SORAGUARD__APIKEYS holds a key twice: give each caller a key of its own.");
    }

    /// <exception cref="SettingsException">No key is set and the address is not the loopback one.</exception>
    public void RequireFor(Uri address)
    {
        if (IsOpen && !address.IsLoopback)
            throw new SettingsException($"Serving on {address} needs API keys: set SORAGUARD__APIKEYS, or serve on http://127.0.0.1:{address.Port}.");
    }

    /// <exception cref="SettingsException">A key has a tier that the policy does not know.</exception>
    public void RequireTiers(IEnumerable<string> known)
    {
        var tiers = known.ToList();
        if (keys.FirstOrDefault(k => !tiers.Contains(k.Tier)) is { Tier: { } unknown })
            throw new SettingsException($"SORAGUARD__APIKEYS gives a key the tier '{unknown}', which the policy does not know; one of {string.Join(", ", tiers)}.");
    }

    /// <summary>The tier of whoever sends this Authorization header; null when no key of ours is in it.</summary>
    public string? TierOf(string? header)
    {
        if (IsOpen) return ClipRequestInput.DefaultTier;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var presented = Digest(header[Scheme.Length..].Trim());
        string? found = null;
        foreach (var (digest, tier) in keys) // all of them, whichever matches
            if (CryptographicOperations.FixedTimeEquals(digest, presented)) found = tier;
        return found;
    }

    private static (byte[] Digest, string Tier) ParseOne(string entry)
    {
        var parts = entry.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length > 2 || parts is [_, ""])
            throw new SettingsException("SORAGUARD__APIKEYS holds an entry that is neither KEY nor KEY:TIER; a key has no colon in it.");
        return parts[0].Length >= ShortestKey
            ? (Digest(parts[0]), parts is [_, var tier] ? tier : ClipRequestInput.DefaultTier)
            : throw new SettingsException($"SORAGUARD__APIKEYS holds a key of fewer than {ShortestKey} characters. Make one: openssl rand -hex 32");
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
