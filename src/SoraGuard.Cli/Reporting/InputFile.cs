namespace SoraGuard.Cli.Reporting;

/// <summary>A file named on the command line, looked at before anything opens it: a pipe that nobody writes to would be waited for without end.</summary>
internal static class InputFile
{
    /// <exception cref="InputException">It is not there, or no file with something in it.</exception>
    public static FileStream OpenRead(string path)
    {
        Require(path);
        return File.OpenRead(path);
    }

    /// <inheritdoc cref="OpenRead"/>
    public static void Require(string path)
    {
        if (FlawOf(path) is { } flaw) throw new InputException(flaw);
    }

    /// <summary>What keeps it from being read; null when nothing is known to.</summary>
    public static string? FlawOf(string path)
    {
        if (path.Length == 0) return "The name of a file is empty: name a file.";
        if (Directory.Exists(path)) return $"{path} is a folder: name a file.";
        var file = new FileInfo(path);
        if (!file.Exists) return $"{path} does not exist.";
        return file.Length == 0 ? $"{path} is empty, or a pipe or device: name a file with something in it." : null; // pipes and devices have no length
    }
}

/// <summary>A file named on the command line cannot be read; the message says why.</summary>
internal sealed class InputException(string message) : Exception(message);
