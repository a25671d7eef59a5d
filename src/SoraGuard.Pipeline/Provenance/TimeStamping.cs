using System.Security.Cryptography;
using SoraGuard.C2pa.Signing;
using SoraGuard.C2pa.TimeStamps;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>The configured time-stamp authority, over one HTTP client for the life of the process.</summary>
public sealed class TimeStamping : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5); // so that an authority that moves is found again

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = ConnectionLifetime });
    private readonly TimeStampClient? client;

    public TimeStamping(TimeStampSettings? settings)
    {
        Settings = settings;
        client = settings is null ? null : new(http, settings.Url);
    }

    /// <summary>Null where no authority is set.</summary>
    public TimeStampSettings? Settings { get; }

    /// <summary>Options that ask the authority, if one is set.</summary>
    /// <param name="trust">Whose time-stamps are taken.</param>
    /// <param name="now">When it is signed.</param>
    /// <param name="random">Source of ids, salts and nonces.</param>
    public SigningOptions OptionsFor(TrustPolicy trust, DateTimeOffset now, RandomNumberGenerator random) => client is null || Settings is null
        ? new() { Time = now, Random = random }
        : new() { Time = now, Random = random, TimeStamp = client, TimeStampFailurePolicy = Settings.OnFailure, TimeStampTrust = trust.TimeStampAnchors };

    public void Dispose() => http.Dispose();
}
