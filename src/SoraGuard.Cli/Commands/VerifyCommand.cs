using System.CommandLine;
using SoraGuard.Cli.Reporting;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Provenance;
using SoraGuard.Pipeline.Release;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard verify</c>: made by AI? by us? intact?</summary>
internal static class VerifyCommand
{
    public static Command Build()
    {
        var files = new Argument<string[]>("files") { Description = "The files.", Arity = ArgumentArity.OneOrMore };
        var sidecar = new Option<string?>("--sidecar") { Description = "Manifest store that is kept beside the file (.c2pa).", HelpName = "FILE" };
        var (trust, timeStampTrust, json) = (C2paOptions.Trust(), C2paOptions.TimeStampTrust(), CommonOptions.Json());
        var command = new Command("verify", "Say what evidence a file carries. Exit 0 AI-made, 1 no evidence, 2 unreadable, 3 evidence broken or contradictory; of several files the highest.") { files, sidecar, trust, timeStampTrust, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(sidecar) is not null && result.GetValue(files) is not [_]) result.AddError("--sidecar goes with one file.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = PipelineSettings.FromEnvironment();
            var policy = C2paOptions.Policy(settings, parsed.GetValue(trust), parsed.GetValue(timeStampTrust));
            await using var registry = await OpenRegistryAsync(settings, cancellation);
            var verifier = await BuildAsync(settings, policy, registry, cancellation);
            if (parsed.GetValue(sidecar) is { } store) InputFile.Require(store);
            var worst = ExitCodes.Ok;
            foreach (var file in parsed.GetValue(files)!) // one at least
            {
                var result = InputFile.FlawOf(file) is { } flaw
                    ? new() { File = file, Verdict = VerifyVerdict.Unreadable, Limits = [flaw] }
                    : await verifier.VerifyAsync(file, file, cancellation, parsed.GetValue(sidecar));
                if (parsed.GetValue(json)) Json.Print(result);
                else VerifyText.Print(result, Console.Out);
                worst = Math.Max(worst, ExitCodeOf(result));
            }
            return worst;
        });
        return command;
    }

    private static async Task<Verifier> BuildAsync(PipelineSettings settings, TrustPolicy policy, Database? registry, CancellationToken cancellation)
    {
        return new(await MediaTools.LocateAsync(cancellationToken: cancellation), policy, new(settings.Storage.WatermarkFolder),
            registry is null ? null : new(registry.Source), settings.Operator, TimeProvider.System);
    }

    /// <summary>The registry of this machine's service, if it has one; verifying makes none, and goes on without one that cannot be had.</summary>
    private static async Task<Database?> OpenRegistryAsync(PipelineSettings settings, CancellationToken cancellation)
    {
        if (settings.Storage.Postgres is null && !Directory.Exists(settings.Storage.ClusterFolder)) return null;
        try
        {
            return await Database.OpenAsync(settings.Storage, cancellation);
        }
        catch (Exception e) when (e is EmbeddedPostgresException or MigrationException or Npgsql.NpgsqlException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"soraguard: the registry is not asked: {e.Message}");
            return null;
        }
    }

    private static int ExitCodeOf(VerifyResult result) => result switch
    {
        { Verdict: VerifyVerdict.Unreadable } => ExitCodes.BadInput,
        { Problems.Count: > 0 } => ExitCodes.Refused,
        { Verdict: VerifyVerdict.NoEvidence } => ExitCodes.Negative,
        _ => ExitCodes.Ok,
    };
}
