namespace SoraGuard.Pipeline.Storage;

/// <summary>Secrets on disk: mode 0600, written whole or not at all, made once even when several processes want them first.</summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes a file that only its owner may read, and gives it its name when it is complete.</summary>
    public static void Write(string path, string content)
    {
        var partial = $"{path}.{Guid.NewGuid():n}.new";
        using (var writer = new StreamWriter(new FileStream(partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly })))
            writer.Write(content);
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Runs <paramref name="make"/> while no other process makes keys in this folder.</summary>
    public static T Exclusive<T>(string folder, Func<T> make)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        using var held = Hold(Path.Combine(folder, ".lock"));
        return make();
    }

    private static FileStream Hold(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                Thread.Sleep(LockPause); // another process makes the keys: a fraction of a second
            }
        }
    }
}
