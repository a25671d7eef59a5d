using System.CommandLine;
using SoraGuard.Cli.Reporting;
using SoraGuard.Inference.Classifiers;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Inspection;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard inspect</c>: the classifiers on a file.</summary>
internal static class InspectCommand
{
    public static Command Build()
    {
        var files = new Argument<string[]>("files") { Description = "The clips.", Arity = ArgumentArity.OneOrMore };
        var json = CommonOptions.Json();
        var command = new Command("inspect", "Run the classifiers on a clip: scores a frame, segments, models. Exit 0 inspected, 2 unreadable.") { files, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = PipelineSettings.FromEnvironment();
            var media = await MediaTools.LocateAsync(cancellationToken: cancellation);
            using var inspector = Inspector.Load(settings.ClassifierFolders, settings.Provider, cancellation);
            foreach (var file in parsed.GetValue(files)!) // one at least
            {
                InputFile.Require(file);
                var report = await ClipInspector.InspectAsync(media, inspector, file, null, cancellation);
                if (parsed.GetValue(json)) Console.Out.WriteLine(InspectionJson.Write(file, report));
                else Print(file, report);
            }
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void Print(string file, InspectionReport report)
    {
        Console.Out.WriteLine($"{file}: {string.Join(", ", report.Clip.Select(c => FormattableString.Invariant($"{c.Key} {c.Value:0.00}")))}");
        if (report.Abstained is { } why) Console.Out.WriteLine($"  abstained     {why}");
        foreach (var s in report.Segments) Console.Out.WriteLine(FormattableString.Invariant($"  segment       {s.Category} {s.Start:0.00}-{s.End:0.00} s, peak {s.Peak:0.00}"));
        foreach (var m in report.Models) Console.Out.WriteLine($"  model         {m.Id} {m.Version} {m.Sha256[..12]}");
        Console.Out.WriteLine($"  not provided  {string.Join(", ", report.NotProvided)}");
    }
}
