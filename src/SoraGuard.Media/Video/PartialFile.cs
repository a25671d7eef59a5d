namespace SoraGuard.Media.Video;

/// <summary>A file in the making, beside the name it will have. Disposal removes it unless it was published.</summary>
internal sealed class PartialFile : IDisposable
{
    private static int s_serial;

    private bool _published;

    private PartialFile(string path, string finalPath)
    {
        Path = path;
        FinalPath = finalPath;
    }

    public string Path { get; }

    public string FinalPath { get; }

    /// <summary>Creates it empty, so that an unwritable place is found before work begins.</summary>
    public static PartialFile Create(string finalPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(finalPath);
        var full = System.IO.Path.GetFullPath(finalPath);
        if (Directory.Exists(full))
            throw new IOException($"{finalPath} is a folder: name a file.");
        var name = $".{System.IO.Path.GetFileName(full)}.{Environment.ProcessId}-{Interlocked.Increment(ref s_serial)}.part";
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full) ?? "/", name);
        new FileStream(path, FileMode.Create, FileAccess.Write).Dispose();
        return new PartialFile(path, full);
    }

    public void Publish()
    {
        File.Move(Path, FinalPath, overwrite: true);
        _published = true;
    }

    public void Dispose()
    {
        if (!_published)
            File.Delete(Path);
    }
}
