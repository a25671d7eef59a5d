using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;
using SoraGuard.Policy;
using SoraGuard.Policy.Json;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard screen</c>: decides prompts, one or many.</summary>
internal static class ScreenCommand
{
    public static Command Build()
    {
        var prompt = new Argument<string?>("prompt") { Description = "The prompt to decide.", Arity = ArgumentArity.ZeroOrOne };
        var lines = new Option<string?>("--jsonl") { Description = "Decide every line {\"id\", \"prompt\", \"region\"?, \"at\"?, \"tier\"?} of a file ('-' for stdin); print one JSON line each.", HelpName = "FILE" };
        var (region, at, tier, json) = (CommonOptions.Region(), CommonOptions.At(), CommonOptions.Tier(), CommonOptions.Json());
        var command = new Command("screen", "Decide a prompt: allow, label, review or block. Exit 0 allowed, 3 blocked, 4 review, 2 not accepted.") { prompt, lines, region, at, tier, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(prompt) is null == result.GetValue(lines) is null) result.AddError("Give a prompt, or --jsonl FILE.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var policy = PolicyCompiler.Compile(PolicyFolder.Read(PipelineSettings.FromEnvironment().PolicyFolder)).RequireModel();
            var defaults = new Defaults(parsed.GetValue(region)?.ToUpperInvariant(), parsed.GetValue(tier) ?? PolicySignals.DefaultTier,
                parsed.GetValue(at) is { } time ? PolicyTime.Parse(time) : PolicyTime.AtInstant(TimeProvider.System.GetUtcNow()));
            return Task.FromResult(parsed.GetValue(lines) is { } file
                ? Bulk(policy, file, defaults, cancellation)
                : One(policy, parsed.GetValue(prompt)!, defaults, parsed.GetValue(json))); // validated: one of the two
        });
        return command;
    }

    private static int One(PolicyModel policy, string prompt, Defaults defaults, bool json)
    {
        var verdict = policy.Evaluate(new() { Prompt = prompt, Region = defaults.Region, Tier = defaults.Tier }, defaults.At);
        if (json)
            Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(VerdictJson.ToUtf8Bytes(verdict)));
        else
        {
            Console.Out.WriteLine(verdict.Decision.ToString().ToLowerInvariant());
            VerdictText.Print(verdict, prompt, Console.Out);
        }
        return verdict.Decision switch { Decision.Block => ExitCodes.Refused, Decision.Review => ExitCodes.Held, _ => ExitCodes.Ok };
    }

    /// <summary>Lines in, lines out, in order; a line that is not accepted is refused, with the reason, and the next one is read.</summary>
    private static int Bulk(PolicyModel policy, string file, Defaults defaults, CancellationToken cancellation)
    {
        using var input = file == "-" ? Console.In : OpenLines(file);
        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        var refused = false;
        for (var line = input.ReadLine(); line is not null; line = input.ReadLine())
        {
            cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(line)) continue;
            using (var writer = new Utf8JsonWriter(output)) refused |= !Decide(policy, line, defaults, writer);
            output.WriteByte((byte)'\n');
        }
        return refused ? ExitCodes.BadInput : ExitCodes.Ok;
    }

    /// <summary>Also of a pipe: whoever names one has somebody writing to it.</summary>
    private static StreamReader OpenLines(string file) => file.Length > 0 ? new(file) : throw new InputException("--jsonl: the name of the file is empty; name a file, or - for stdin.");

    private static bool Decide(PolicyModel policy, string line, Defaults defaults, Utf8JsonWriter writer)
    {
        string? id = null;
        try
        {
            var request = ScreeningLine.Parse(line);
            id = request.Id;
            var started = Stopwatch.GetTimestamp();
            var verdict = policy.Evaluate(request.ToSignals(defaults.Region, defaults.Tier), request.At ?? defaults.At);
            VerdictJson.WriteLine(writer, id, verdict, (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            return true;
        }
        catch (PolicyRequestException e)
        {
            VerdictJson.WriteRefusal(writer, id, e, policy.Digest);
            return false;
        }
    }

    private sealed record Defaults(string? Region, string Tier, PolicyTime At);
}
