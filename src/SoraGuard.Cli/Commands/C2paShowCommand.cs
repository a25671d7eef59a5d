using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SoraGuard.C2pa;
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
                worst = Math.Max(worst, Show(file, parsed.GetValue(json)));
            return worst;
        });
        return command;
    }

    private static int Show(string file, bool json)
    {
        try
        {
            using var stream = InputFile.OpenRead(file);
            var report = StoreReport.ToJson(file, stream);
            var store = JsonNode.Parse(report)!; // an object
            Console.Out.WriteLine(json ? report : store.ToJsonString(Indented));
            return store["activeManifest"] is null ? ExitCodes.Negative : ExitCodes.Ok;
        }
        catch (Exception e) when (e is C2paFormatException or InputException or IOException or UnauthorizedAccessException)
        {
            if (json) Json.Print(new { file, error = e.Message });
            else Console.Out.WriteLine($"{file}: unreadable\n  because  {e.Message}");
            return ExitCodes.BadInput;
        }
    }
}
