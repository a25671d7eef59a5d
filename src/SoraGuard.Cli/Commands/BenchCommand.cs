using System.CommandLine;
using SoraGuard.Cli.Benchmarks;
using SoraGuard.Cli.Reporting;
using SoraGuard.Media.Video;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard bench</c>: the benchmarks, each with what it is measured against in the same run.</summary>
internal static class BenchCommand
{
    public static Command Build() => new("bench", "Run a benchmark.") { BuildC2pa(), BuildWatermark(), BuildFingerprints() };

    private static Command BuildC2pa()
    {
        var size = new Option<int>("--megabytes") { Description = "Size of the clip for speed.", HelpName = "N", DefaultValueFactory = _ => 100 };
        var large = new Option<int>("--gigabytes") { Description = "Size of the clip for memory; 0 to leave that out.", HelpName = "N", DefaultValueFactory = _ => 4 };
        var peers = new Option<string?>("--peers") { Description = "Folder of the peers (tests/peers), to compare with c2pa-rs as WebAssembly.", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new Command("c2pa", "Sign and validate a clip: against raw SHA-256, against c2pa-rs as WebAssembly, and the memory a large file takes.") { size, large, peers, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var result = await C2paBenchmark.RunAsync(parsed.GetValue(size) * 1_000_000L, parsed.GetValue(large) * 1_000_000_000L, parsed.GetValue(peers), cancellation);
            if (parsed.GetValue(json)) Json.Print(result);
            else result.Print(Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command BuildWatermark()
    {
        var clips = new Option<string?>("--clips") { Description = "Folder of clips to mark, none of them used for tuning (default: four that are drawn).", HelpName = "DIR" };
        var attacks = new Option<string[]>("--attacks") { Description = $"Which attacks, separated by commas (default: all): {string.Join(", ", Attack.All.Select(a => a.Name))}.", HelpName = "LIST", CustomParser = r => [.. r.Tokens.SelectMany(t => t.Value.Split(','))], Arity = ArgumentArity.OneOrMore };
        var embedder = new Option<string?>("--embedder") { Description = "Another mark: a command that is given source, marked clip and payload (16 hexadecimal digits).", HelpName = "CMD" };
        var detector = new Option<string?>("--detector") { Description = "Its detector: a command that is given a clip and prints the payload, or nothing.", HelpName = "CMD" };
        var plot = new Option<string?>("--plot") { Description = "Draw the shares recovered into this file (SVG).", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var command = new Command("watermark", "Mark clips, attack them, and count of how many the whole payload is read. Prints Markdown.") { clips, attacks, embedder, detector, plot, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(embedder) is null != result.GetValue(detector) is null) result.AddError("--embedder and --detector go together.");
            foreach (var unknown in (result.GetValue(attacks) ?? []).Where(name => Attack.All.All(a => a.Name != name)))
                result.AddError($"No attack is called '{unknown}'; see --help for those there are.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var tools = await MediaTools.LocateAsync(cancellationToken: cancellation);
            IMarkUnderTest mark = parsed.GetValue(embedder) is { } embed ? new CommandMark(embed, parsed.GetValue(detector)!) : new OwnMark(tools);
            var chosen = Attack.All.Where(a => parsed.GetValue(attacks) is not { Length: > 0 } names || names.Contains(a.Name)).ToList();
            var result = await new WatermarkBenchmark(tools, mark, Console.Error.WriteLine).RunAsync(parsed.GetValue(clips), chosen, cancellation);
            if (parsed.GetValue(plot) is { } file) await File.WriteAllTextAsync(file, result.ToSvg(), cancellation);
            if (parsed.GetValue(json)) Json.Print(result);
            else Console.Out.Write(result.ToMarkdown());
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command BuildFingerprints()
    {
        var hashes = new Option<int>("--hashes") { Description = "Hashes to ask among.", HelpName = "N", DefaultValueFactory = _ => 1_000_000 };
        hashes.Validators.Add(result =>
        {
            if (result.GetValue(hashes) is < 1 or > 100_000_000) result.AddError("--hashes is 1 to 100000000.");
        });
        var json = CommonOptions.Json();
        var command = new Command("fingerprints", "Ask a Postgres full of fingerprints which clip a copy shows.") { hashes, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var result = await FingerprintBenchmark.RunAsync(parsed.GetValue(hashes), cancellation);
            if (parsed.GetValue(json)) Json.Print(result);
            else result.Print(Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }
}
