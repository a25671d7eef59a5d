using System.CommandLine;
using SoraGuard.Cli.Benchmarks;
using SoraGuard.Cli.Reporting;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard bench</c>: the benchmarks, each with what it is measured against in the same run.</summary>
internal static class BenchCommand
{
    public static Command Build() => new("bench", "Run a benchmark.") { BuildC2pa() };

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
}
