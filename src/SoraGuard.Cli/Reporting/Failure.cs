using Npgsql;
using SoraGuard.C2pa;
using SoraGuard.C2pa.Signing;
using SoraGuard.Inference.Generation;
using SoraGuard.Inference.Sessions;
using SoraGuard.Media.Video;
using SoraGuard.Pipeline;
using SoraGuard.Pipeline.Contracts;
using SoraGuard.Pipeline.Storage;
using SoraGuard.Policy;

namespace SoraGuard.Cli.Reporting;

/// <summary>Typed errors as one line and an exit code. What is not known here is a bug, and keeps its stack trace.</summary>
internal static class Failure
{
    public static bool TryDescribe(Exception e, out string text, out int code)
    {
        (text, code) = e switch
        {
            InvalidClipRequestException or PolicyException or SettingsException or FormatException or InputException or OutputException or C2paFormatException or C2paSigningException => (e.Message, ExitCodes.BadInput),
            MediaException { Reason: MediaError.ToolMissing or MediaError.ToolFailed or MediaError.TimedOut } => (e.Message, ExitCodes.Negative),
            MediaException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => (e.Message, ExitCodes.BadInput),
            EmbeddedPostgresException or MigrationException or GeneratorException or OnnxModelException or DllNotFoundException => (e.Message, ExitCodes.Negative),
            NpgsqlException => ($"The database does not answer: {e.Message}", ExitCodes.Negative),
            IOException => (e.Message, ExitCodes.Negative),
            OperationCanceledException => ("stopped", ExitCodes.Interrupted),
            _ => ("", -1),
        };
        return code >= 0;
    }
}

/// <summary>The output file cannot be written.</summary>
internal sealed class OutputException(string message) : Exception(message);
