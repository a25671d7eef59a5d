using System.CommandLine;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;
using SoraGuard.Policy;
using SoraGuard.Policy.Cases;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard policy</c>: the policies by hand.</summary>
internal static class PolicyCommand
{
    public static Command Build() => new("policy", "Work on policies.") { BuildCheck(), BuildTest() };

    private static Argument<string?> Folder() => new("folder") { Description = "The policy folder (default: the one in force).", Arity = ArgumentArity.ZeroOrOne };

    private static string FolderOf(string? given) => given switch
    {
        null => PipelineSettings.FromEnvironment().PolicyFolder,
        "" => throw new InputException("The name of the policy folder is empty: name a folder, or none for the policies in force."),
        _ => given,
    };

    private static Command BuildCheck()
    {
        var (folder, json) = (Folder(), CommonOptions.Json());
        var command = new Command("check", "Check the policies: every error with file, line and hint. Exit 0 sound, 2 not.") { folder, json };
        command.SetAction(parsed =>
        {
            var compiled = PolicyCompiler.Compile(PolicyFolder.Read(FolderOf(parsed.GetValue(folder))));
            var now = PolicyTime.AtInstant(TimeProvider.System.GetUtcNow());
            IReadOnlyList<PolicyDiagnostic> problems = compiled.Model is { } model ? model.FindStaleCalendars(now) : compiled.Diagnostics;
            if (parsed.GetValue(json)) Json.Print(new { sound = problems.Count == 0, digest = compiled.Model?.Digest, rules = compiled.Model?.Rules.Count ?? 0, problems });
            else if (problems.Count == 0) Console.Out.WriteLine($"sound: {compiled.Model!.Rules.Count} rules, digest {compiled.Model.Digest}"); // no problems: there is a model
            else foreach (var problem in problems) Console.Out.WriteLine(problem);
            return problems.Count == 0 ? ExitCodes.Ok : ExitCodes.BadInput;
        });
        return command;
    }

    private static Command BuildTest()
    {
        var (folder, json) = (Folder(), CommonOptions.Json());
        var command = new Command("test", "Run the cases of the policies. Exit 0 all passed, 1 some failed, 2 the policies are not sound.") { folder, json };
        command.SetAction(parsed =>
        {
            var files = PolicyFolder.Read(FolderOf(parsed.GetValue(folder)));
            var policy = PolicyCompiler.Compile(files).RequireModel();
            var cases = PolicyCases.Read(files);
            if (cases.Diagnostics.Count > 0) throw new InvalidPolicyException(cases.Diagnostics);
            var results = PolicyCases.Run(policy, cases.Cases);
            var failed = results.Where(r => !r.Passed).ToList();
            if (parsed.GetValue(json))
                Json.Print(new { passed = results.Count - failed.Count, failed = failed.Select(f => new { f.Case.Id, f.Case.File, f.Case.Line, f.Failures }) });
            else
            {
                foreach (var result in failed)
                    Console.Out.WriteLine($"FAILED {result.Case.File}:{result.Case.Line} {result.Case.Id}: {string.Join("; ", result.Failures)}");
                Console.Out.WriteLine($"{results.Count - failed.Count} of {results.Count} cases passed");
            }
            return failed.Count == 0 ? ExitCodes.Ok : ExitCodes.Negative;
        });
        return command;
    }
}
