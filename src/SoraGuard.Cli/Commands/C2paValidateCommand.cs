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
        var sidecar = new Option<string?>("--sidecar") { Description = "Manifest store that is kept beside the file (.c2pa).", HelpName = "FILE" };
        var fragments = C2paOptions.Fragments();
        var (trust, timeStampTrust, at, json) = (C2paOptions.Trust(), C2paOptions.TimeStampTrust(), CommonOptions.At(), CommonOptions.Json());
        var command = new Command("validate", "Validate the manifest of a file. Exit 0 Trusted or Valid, 1 no manifest, 2 unreadable, 3 Invalid or only WellFormed; of several files the highest.") { files, sidecar, fragments, trust, timeStampTrust, at, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(sidecar) is not null && result.GetValue(files) is not [_]) result.AddError("--sidecar goes with one file.");
            if (result.GetValue(fragments) is { Length: > 0 } && (result.GetValue(files) is not [_] || result.GetValue(sidecar) is not null))
                result.AddError("--fragments goes with one file, the initialization segment, and without --sidecar.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var options = C2paOptions.MeasureOf(parsed.GetValue(trust), parsed.GetValue(timeStampTrust), PipelineSettings.FromEnvironment(), C2paOptions.TimeOf(parsed.GetValue(at)));
            var worst = ExitCodes.Ok;
            foreach (var file in parsed.GetValue(files)!) // one at least
                worst = Math.Max(worst, Validate(file, parsed.GetValue(sidecar), parsed.GetValue(fragments) ?? [], options, parsed.GetValue(json), cancellation));
            return Task.FromResult(worst);
        });
        return command;
    }

    private static int Validate(string file, string? sidecar, string[] fragments, ValidationOptions options, bool json, CancellationToken cancellation)
    {
        try
        {
            using var stream = InputFile.OpenRead(file);
            using var store = sidecar is null ? null : InputFile.OpenRead(sidecar);
            var result = (store, fragments) switch
            {
                ({ } beside, _) => C2paValidator.ValidateSidecar(stream, beside, options, cancellation),
                (_, [_, ..]) => C2paValidator.ValidateFragmented(stream, OpenAll(InputFragments.Expand(fragments, file)), options, cancellation),
                _ => C2paValidator.Validate(stream, options, cancellation),
            };
            if (json) Console.Out.WriteLine(ValidationReport.ToJson(file, result));
            else C2paText.Print(file, result, Console.Out);
            return result.State switch
            {
                ValidationState.Trusted or ValidationState.Valid => ExitCodes.Ok,
                ValidationState.None => ExitCodes.Negative,
                _ => ExitCodes.Refused,
            };
        }
        catch (Exception e) when (e is C2paFormatException or InputException or IOException or UnauthorizedAccessException)
        {
            if (json) Console.Out.WriteLine(ValidationReport.UnreadableToJson(file, e.Message));
            else Console.Out.WriteLine($"{file}: unreadable\n  because  {e.Message}");
            return ExitCodes.BadInput;
        }
    }

    /// <summary>One at a time: there may be more than a process may have open.</summary>
    private static IEnumerable<Stream> OpenAll(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            using var stream = InputFile.OpenRead(file);
            yield return stream;
        }
    }
}
