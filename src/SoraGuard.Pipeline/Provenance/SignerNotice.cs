using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SoraGuard.Pipeline.Provenance;

/// <summary>At the start of a process that signs: opens the own signer once, says who signs, and warns while it is the development authority.</summary>
public sealed partial class SignerNotice(SigningIdentity identity, TimeStamping timeStamping, ILogger<SignerNotice> log) : IHostedService
{
    /// <exception cref="SettingsException">The own signer cannot be used.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        identity.RequireUsable();
        var stamps = timeStamping.Settings is { } settings ? $"time-stamped by {settings.Address}" : "without time-stamps";
        if (identity.IsDevelopment) LogDevelopment(identity.Describe(), stamps);
        else LogSigner(identity.Describe(), stamps);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(161, LogLevel.Information, "Manifests are signed by {Signer}, {Stamps}")]
    private partial void LogSigner(string signer, string stamps);

    [LoggerMessage(162, LogLevel.Warning, "Manifests are signed by {Signer}, {Stamps}. Set SORAGUARD__C2PA__CERT and its key before clips leave this machine")]
    private partial void LogDevelopment(string signer, string stamps);
}
