using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SoraGuard.Pipeline;

namespace SoraGuard.Server.Api;

/// <summary>
/// The keys callers may present as <c>Authorization: Bearer KEY</c>. Kept as SHA-256 only. Without any, the API is open, and is then served on
/// the loopback address alone.
/// </summary>
public sealed class ApiKeys
{
    public const int ShortestKey = 16;
    private const string Scheme = "Bearer ";

    private readonly byte[][] digests;

    private ApiKeys(byte[][] digests) => this.digests = digests;

    public bool IsOpen => digests.Length == 0;

    /// <summary>Reads <c>SORAGUARD__APIKEYS</c>: keys separated by commas.</summary>
    /// <exception cref="SettingsException">A key is too short to resist guessing.</exception>
    public static ApiKeys Parse(string? list)
    {
        var keys = (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return keys.All(k => k.Length >= ShortestKey)
            ? new([.. keys.Select(Digest)])
            : throw new SettingsException($"SORAGUARD__APIKEYS holds a key of fewer than {ShortestKey} characters. Make one: openssl rand -hex 32");
    }

    /// <exception cref="SettingsException">No key is set and the address is not the loopback one.</exception>
    public void RequireFor(Uri address)
    {
        if (IsOpen && !address.IsLoopback)
            throw new SettingsException($"Serving on {address} needs API keys: set SORAGUARD__APIKEYS, or serve on http://127.0.0.1:{address.Port}.");
    }

    public bool Accepts(string? header)
    {
        if (IsOpen) return true;
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var presented = Digest(header[Scheme.Length..].Trim());
        var accepted = false;
        foreach (var digest in digests) accepted |= CryptographicOperations.FixedTimeEquals(digest, presented); // all of them, whichever matches
        return accepted;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

internal static class ApiKeyMiddleware
{
    /// <summary>Refuses calls to /v1 without an accepted key.</summary>
    public static void UseApiKeys(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var keys = context.RequestServices.GetRequiredService<ApiKeys>();
        if (!context.Request.Path.StartsWithSegments("/v1") || keys.Accepts(context.Request.Headers.Authorization)) await next(context);
        else await ApiError.Unauthorized().ExecuteAsync(context);
    });
}
