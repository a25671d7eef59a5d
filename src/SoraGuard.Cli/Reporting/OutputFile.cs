namespace SoraGuard.Cli.Reporting;

/// <summary>
/// A file that is about to be made. Opened beside its place before any work begins, so that a place that cannot be written is known at once;
/// it gets its name when it is complete, and nothing stays when it does not come to that.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string path;
    private readonly string partial;
    private bool complete;

    private OutputFile(string path, string partial) => (this.path, this.partial) = (path, partial);

    /// <exception cref="OutputException">It cannot be written there; the message says why.</exception>
    public static OutputFile Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new OutputException($"{path} is a folder: name a file.");
        var partial = Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{Environment.ProcessId}.partial");
        try
        {
            File.Create(partial).Dispose();
            return new(full, partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
    }

    /// <summary>Copies a finished file in and gives it its name, replacing what was there.</summary>
    /// <exception cref="OutputException">The disk is full, or the place went away.</exception>
    public void Complete(string source)
    {
        try
        {
            File.Copy(source, partial, overwrite: true);
            File.Move(partial, path, overwrite: true);
            complete = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
    }

    /// <summary>To write the file itself, in place of <see cref="Complete(string)"/>; close it before <see cref="Complete()"/>.</summary>
    public FileStream OpenStream() => new(partial, FileMode.Create, FileAccess.ReadWrite);

    /// <summary>Gives what was written its name, replacing what was there.</summary>
    /// <exception cref="OutputException">The place went away.</exception>
    public void Complete()
    {
        try
        {
            File.Move(partial, path, overwrite: true);
            complete = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{path} cannot be written: {e.Message}");
        }
    }

    public void Dispose()
    {
        if (!complete) File.Delete(partial);
    }
}
