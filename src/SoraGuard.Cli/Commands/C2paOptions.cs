using System.CommandLine;
using System.Globalization;
using SoraGuard.C2pa;
using SoraGuard.C2pa.Cose;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Provenance;

namespace SoraGuard.Cli.Commands;

/// <summary>What the commands of <c>soraguard c2pa</c> have in common.</summary>
internal static class C2paOptions
{
    public static Option<string[]> Trust() => new("--trust")
    {
        Description = "PEM file of trust anchors, of signers and of time-stamp authorities; may be repeated (default: this service's own root and those of SORAGUARD__TRUST).",
        HelpName = "PEM",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>A day is its first second, UTC.</summary>
    /// <exception cref="FormatException">It is neither a day nor an instant.</exception>
    public static DateTimeOffset TimeOf(string? at) => at is null
        ? TimeProvider.System.GetUtcNow()
        : DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw new FormatException($"'{at}' is no date or instant: give one such as 2026-11-22 or 2026-11-22T12:00:00Z.");

    /// <exception cref="SettingsException">A file cannot be read.</exception>
    public static TrustAnchors AnchorsOf(IReadOnlyList<string>? files, PipelineSettings settings) => files is { Count: > 0 }
        ? files.Select(Read).Aggregate((all, more) => all.And(more))
        : new TrustPolicy(Identity(settings), settings.TrustFile).Anchors;

    public static SigningIdentity Identity(PipelineSettings settings) => new(settings.Storage, settings.Operator, TimeProvider.System);

    private static TrustAnchors Read(string file)
    {
        try
        {
            return TrustAnchors.FromPem(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or C2paFormatException)
        {
            throw new SettingsException($"The trust anchors {file} cannot be used: {e.Message}");
        }
    }
}
