namespace SoraGuard.Cli.Reporting;

/// <summary>A file named on the command line, looked at before anything opens it: a pipe that nobody writes to would be waited for without end.</summary>
internal static class InputFile
{
    private const int MaxLinks = 40; // as many as Linux follows, path_resolution(7)

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

    /// <summary>What is made must not take the place of what it is made of.</summary>
    /// <exception cref="InputException">Both are one file, by name or through links.</exception>
    public static void RequireOther(string input, string output)
    {
        if (output.Length > 0 && RealPath(input) == RealPath(output)) throw new InputException($"{output} is the file to be signed itself: name another output.");
    }

    /// <summary>Without links; what is not there yet stands for itself.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!; // of a full path
        var pending = new Stack<string>();
        var links = 0;
        Add(full);
        while (pending.TryPop(out var name))
        {
            var next = Path.GetFullPath(name, real); // '..' leads up from where a link led
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MaxLinks) throw new InputException($"{path} leads through more than {MaxLinks} links: name the file itself.");
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            Add(target);
        }
        return real;

        void Add(string names)
        {
            foreach (var name in names.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse()) pending.Push(name);
        }
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
