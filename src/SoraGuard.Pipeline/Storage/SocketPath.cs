using System.Text;

namespace SoraGuard.Pipeline.Storage;

/// <summary>
/// The way to the server's socket in a folder: the folder's own path, or a link to it where that path cannot be a socket's address. The
/// link lies in a temporary folder of this process alone (random name, mode 0700), which goes when the process leaves.
/// </summary>
internal sealed class SocketPath : IDisposable
{
    public const string Name = ".s.PGSQL.5432", LockName = Name + ".lock";

    /// <summary>sun_path holds 107 bytes and a zero.</summary>
    private const int LongestFolderBytes = 107 - 1 - 13;

    private readonly string? temporary;

    private SocketPath(string host, string? temporary) => (Host, this.temporary) = (host, temporary);

    /// <summary>What a connection string calls the host.</summary>
    public string Host { get; }

    /// <exception cref="EmbeddedPostgresException">The temporary folder's path cannot lead there either.</exception>
    public static SocketPath To(string folder)
    {
        if (Fits(folder)) return new(folder, null);
        var temporary = Directory.CreateTempSubdirectory("soraguard-").FullName;
        var link = Path.Combine(temporary, "s");
        if (!Fits(link))
        {
            Directory.Delete(temporary);
            throw new EmbeddedPostgresException($"The path of the temporary folder, {Path.GetTempPath()}, is too long or holds a comma: set TMPDIR to another, as /tmp.");
        }
        Directory.CreateSymbolicLink(link, folder);
        return new(link, temporary);
    }

    public void Dispose()
    {
        if (temporary is not null && Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true); // of a link, the link only
    }

    /// <summary>A comma separates servers in a connection string, whatever the quotes.</summary>
    private static bool Fits(string folder) => Encoding.UTF8.GetByteCount(folder) <= LongestFolderBytes && !folder.Contains(',', StringComparison.Ordinal);
}
