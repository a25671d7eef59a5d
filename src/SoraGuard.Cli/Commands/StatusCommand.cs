using System.CommandLine;
using SoraGuard.Cli.Reporting;
using SoraGuard.Pipeline;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard status</c>: what the settings come to. Starts nothing and makes nothing.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "Say what the settings come to: who signs and stamps, who is trusted, and what to change before clips leave this machine. Exit 0, 2 a setting cannot be used.") { json };
        command.SetAction(parsed =>
        {
            var status = ServiceStatus.From(PipelineSettings.FromEnvironment());
            if (parsed.GetValue(json)) Json.Print(status);
            else status.Print(Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }
}
