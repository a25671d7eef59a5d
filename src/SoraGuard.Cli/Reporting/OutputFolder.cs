using System.Globalization;

namespace SoraGuard.Cli.Reporting;

/// <summary>
/// A folder of files that are about to be made: written beside its place, it gets its name when it is complete, and nothing stays when it
/// does not come to that. Never one that has something in it: what is signed must not end up among, or on, what it was made of.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string path;
    private readonly DirectoryInfo partial;
    private bool complete;

    private OutputFolder(string path, DirectoryInfo partial) => (this.path, this.partial) = (path, partial);

    /// <exception cref="OutputException">It cannot be made there; the message says why.</exception>
    public static OutputFolder Open(string path)
    {
        if (path.Length == 0) throw new OutputException("The name of the output is empty: name a folder.");
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            if (File.Exists(full)) throw new OutputException($"{path} is a file: name a folder.");
            if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()) throw new OutputException($"{path} is not empty: name a folder that is, or a new one.");
            var name = string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(full)}.{Environment.ProcessId}.partial");
            return new(full, Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(full) ?? "/", name)));
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
    }

    /// <summary>Opens a file of the folder, to be read and written; made if it is not there.</summary>
    public FileStream OpenFile(string name) => new(Path.Combine(partial.FullName, name), FileMode.OpenOrCreate, FileAccess.ReadWrite);

    /// <summary>Gives what was written its name.</summary>
    /// <exception cref="OutputException">The place went away, or something is in it by now.</exception>
    public void Complete()
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path); // empty, or it is refused
            partial.MoveTo(path);
            complete = true;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
    }

    public void Dispose()
    {
        if (!complete) partial.Delete(recursive: true);
    }

    private static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
