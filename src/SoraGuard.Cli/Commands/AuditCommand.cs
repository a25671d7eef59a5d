using System.CommandLine;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Audit;
using SoraGuard.Pipeline.Storage;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard audit</c>: the log by hand.</summary>
internal static class AuditCommand
{
    public static Command Build()
    {
        var json = CommonOptions.Json();
        var verify = new Command("verify", "Check the audit log: the chain of leaves, and that clips, events and releases agree with it. Exit 0 intact, 3 damaged.") { json };
        verify.SetAction(async (parsed, cancellation) =>
        {
            await using var database = await Database.OpenAsync(PipelineSettings.FromEnvironment().Storage, cancellation);
            var report = await new AuditVerification(database.Source).RunAsync(cancellation);
            if (parsed.GetValue(json)) Json.Print(new { intact = report.Intact, leaves = report.Leaves, findings = report.Findings, contradictions = report.Contradictions, erased = report.Erased });
            else Print(report);
            return report.Intact ? ExitCodes.Ok : ExitCodes.Refused;
        });
        return new("audit", "Work on the audit log.") { verify };
    }

    private static void Print(AuditReport report)
    {
        foreach (var finding in report.Findings) Console.Out.WriteLine($"DAMAGED {finding.Damage.ToString().ToLowerInvariant()}: {finding.Explanation}");
        foreach (var contradiction in report.Contradictions) Console.Out.WriteLine($"CONTRADICTION {contradiction}");
        Console.Out.WriteLine($"{(report.Intact ? "intact" : "damaged")}: {report.Leaves} leaves{(report.Erased > 0 ? $", {report.Erased} of them erased" : "")}");
    }
}
