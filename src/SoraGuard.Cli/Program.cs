using System.CommandLine;
using SoraGuard.Cli.Commands;
using SoraGuard.Cli.Reporting;

var root = new RootCommand("SoraGuard: screens, generates, inspects, marks, signs, verifies and records video clips.")
{
    CreateCommand.Build(), ServeCommand.Build(), ScreenCommand.Build(), InspectCommand.Build(), VerifyCommand.Build(), C2paCommand.Build(), BenchCommand.Build(), PolicyCommand.Build(), AuditCommand.Build(), StatusCommand.Build(),
};
var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
try
{
    var parsed = root.Parse(args);
    var code = await parsed.InvokeAsync(configuration);
    // What cannot be parsed has been said with the help; it is bad input like any other.
    return parsed.Errors.Count > 0 ? ExitCodes.BadInput : code;
}
catch (Exception e) when (Failure.TryDescribe(e, out var text, out var code))
{
    Console.Error.WriteLine($"soraguard: {text}");
    return code;
}
