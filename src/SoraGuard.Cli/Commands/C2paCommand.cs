using System.CommandLine;

namespace SoraGuard.Cli.Commands;

/// <summary><c>soraguard c2pa</c>: the manifests of files by hand.</summary>
internal static class C2paCommand
{
    public static Command Build() => new("c2pa", "Show, validate and sign C2PA manifests.") { C2paShowCommand.Build(), C2paValidateCommand.Build(), C2paSignCommand.Build() };
}
