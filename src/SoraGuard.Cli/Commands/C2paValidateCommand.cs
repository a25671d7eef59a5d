using System.CommandLine;
using SoraGuard.C2pa;
using SoraGuard.C2pa.Validation;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard c2pa validate</c>: whether a file is as it was signed, and by whom.</summary>
internal static class C2paValidateCommand
{
    public static Command Build()
    {
        var files = new Argument<string[]>("files") { Description = "The files.", Arity = ArgumentArity.OneOrMore };
        var (trust, at, json) = (C2paOptions.Trust(), CommonOptions.At(), CommonOptions.Json());
        var command = new Command("validate", "Validate the manifest of a file. Exit 0 Trusted or Valid, 1 no manifest, 2 unreadable, 3 Invalid or only WellFormed; of several files the highest.") { files, trust, at, json };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new ValidationOptions { Time = C2paOptions.TimeOf(parsed.GetValue(at)), Trust = C2paOptions.AnchorsOf(parsed.GetValue(trust), PipelineSettings.FromEnvironment()) };
            var worst = ExitCodes.Ok;
            foreach (var file in parsed.GetValue(files)!) // one at least
                worst = Math.Max(worst, Validate(file, options, parsed.GetValue(json), cancellation));
            return Task.FromResult(worst);
        });
        return command;
    }

    private static int Validate(string file, ValidationOptions options, bool json, CancellationToken cancellation)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var result = C2paValidator.Validate(stream, options, cancellation);
            if (json) Console.Out.WriteLine(ValidationReport.ToJson(file, result));
            else C2paText.Print(file, result, Console.Out);
            return result.State switch
            {
                ValidationState.Trusted or ValidationState.Valid => ExitCodes.Ok,
                ValidationState.None => ExitCodes.Negative,
                _ => ExitCodes.Refused,
            };
        }
        catch (Exception e) when (e is C2paFormatException or IOException or UnauthorizedAccessException)
        {
            if (json) Console.Out.WriteLine(ValidationReport.UnreadableToJson(file, e.Message));
            else Console.Out.WriteLine($"{file}: unreadable\n  because  {e.Message}");
            return ExitCodes.BadInput;
        }
    }
}
