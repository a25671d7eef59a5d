using System.CommandLine;
using System.Globalization;
using SoraGuard.C2pa.Cose;
using SoraGuard.C2pa.Validation;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Provenance;

namespace SoraGuard.Cli.Commands;

/// <summary>What the commands of <c>soraguard c2pa</c> have in common.</summary>
internal static class C2paOptions
{
    public static Option<string[]> Trust() => Anchors("--trust", "PEM file of trust anchors of signers; may be repeated (default: this service's own signer and SORAGUARD__TRUST).");

    public static Option<string[]> TimeStampTrust() => Anchors("--tsa-trust", "PEM file of trust anchors of time-stamp authorities; may be repeated (default: those of --trust, else SORAGUARD__TSATRUST).");

    public static Option<string[]> Fragments() => new("--fragments")
    {
        Description = "The fragment files of the track FILE is the initialization segment of, in the order of the numbers in their names; files, or patterns such as 'track1/*.m4s'.",
        HelpName = "FILES",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>A day is its first second, UTC.</summary>
    /// <exception cref="FormatException">It is neither a day nor an instant.</exception>
    public static DateTimeOffset TimeOf(string? at) => at is null
        ? TimeProvider.System.GetUtcNow()
        : DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw new FormatException($"'{at}' is no date or instant: give one such as 2026-11-22 or 2026-11-22T12:00:00Z.");

    /// <summary>By what the commands judge; anchors that are given stand in the place of the settings'.</summary>
    /// <exception cref="SettingsException">A file cannot be read.</exception>
    public static ValidationOptions MeasureOf(IReadOnlyList<string>? trust, IReadOnlyList<string>? timeStampTrust, PipelineSettings settings, DateTimeOffset time)
    {
        var measure = Policy(settings).Measure(time);
        if (trust is { Count: > 0 } && TrustPolicy.Read(trust) is var anchors)
            measure = measure with { Trust = anchors, TimeStampTrust = anchors, AllowedSigners = AllowedCertificates.None };
        return timeStampTrust is { Count: > 0 } ? measure with { TimeStampTrust = TrustPolicy.Read(timeStampTrust) } : measure;
    }

    public static SigningIdentity Identity(PipelineSettings settings) => new(settings.Storage, settings.Operator, TimeProvider.System, settings.Signer);

    /// <summary>Whom the service believes; files that are given stand in the place of the settings', its own signer stays.</summary>
    public static TrustPolicy Policy(PipelineSettings settings, IReadOnlyList<string>? trust = null, IReadOnlyList<string>? timeStampTrust = null) =>
        new(Identity(settings), trust is { Count: > 0 } ? trust : settings.TrustFiles, timeStampTrust switch
        {
            { Count: > 0 } => timeStampTrust,
            _ => trust is { Count: > 0 } ? [] : settings.TimeStampTrustFiles,
        });

    private static Option<string[]> Anchors(string name, string description) => new(name) { Description = description, HelpName = "PEM", Arity = ArgumentArity.ZeroOrMore };
}
