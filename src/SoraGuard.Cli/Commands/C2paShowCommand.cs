using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SoraGuard.C2pa.Manifests;
using SoraGuard.Cli.Reporting;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard c2pa show</c>: what a manifest store says, whether or not it is true.</summary>
internal static class C2paShowCommand
{
    private static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true };

    public static Command Build()
    {
        var files = new Argument<string[]>("files") { Description = "The files.", Arity = ArgumentArity.OneOrMore };
        var json = CommonOptions.Json();
        var command = new Command("show", "Show everything the manifests of a file say, unverified. Exit 0 shown, 1 no manifest, 2 unreadable; of several files the highest.") { files, json };
        command.SetAction(parsed =>
        {
            var worst = ExitCodes.Ok;
            foreach (var file in parsed.GetValue(files)!) // one at least
            {
                using var stream = InputFile.OpenRead(file);
                var report = StoreReport.ToJson(file, stream);
                var store = JsonNode.Parse(report)!; // an object
                Console.Out.WriteLine(parsed.GetValue(json) ? report : store.ToJsonString(Indented));
                if (store["activeManifest"] is null) worst = Math.Max(worst, ExitCodes.Negative);
            }
            return worst;
        });
        return command;
    }
}
